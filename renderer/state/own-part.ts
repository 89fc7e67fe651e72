/** The user's own criteria, provinces and places beside the catalogue's reference data. */
import type { FormerProvince, Gateway, Province } from "../../shared/model/catalogue";
import type { CustomGateway, CustomProvince } from "../../shared/model/overlay";
import type { OwnPart, Reference } from "../data/records";

/** The reference with the distributions that own criteria were made with. */
export function withOwn(reference: Reference, { criteria }: OwnPart): Reference {
  if (criteria.length === 0) return reference;
  const own = criteria.flatMap(({ id, reference: measures }) => (measures === null ? [] : [[id, measures] as const]));
  return { ...reference, measures: { ...reference.measures, ...Object.fromEntries(own) } };
}

/** Provinces and gateways whose names the app shows. */
export function namesWithOwn(
  { provinces, formerProvinces, gateways }: Reference,
  own: OwnPart,
): Pick<Reference, "provinces" | "formerProvinces" | "gateways"> {
  return {
    provinces: [...provinces, ...own.provinces.map(provinceOf)],
    formerProvinces: [...formerProvinces, ...own.provinces.map(formerOf)],
    gateways: [...gateways, ...own.gateways.map(gatewayOf)],
  };
}

function provinceOf({ code, name, nativeName, centroid }: CustomProvince): Province {
  return {
    code,
    nameVi: nativeName ?? name,
    nameEn: name,
    region: "other",
    formerProvinces: [code],
    centroid: centroid ?? { lat: 0, lon: 0 },
  };
}

function formerOf(province: CustomProvince): FormerProvince {
  const { formerProvinces: _, ...names } = provinceOf(province);
  const { labourForce, trainedLabourPct, incomeVndMonth, pci, pgi, landRent } = province;
  const figures = { labourForce, trainedLabourPct, incomeVndMonth, pci, pgi, landRent };
  return { ...names, ...figures, aliases: [], province: province.code };
}

/** Whether a place is the user's own: those of the catalogue name their source. */
export function isOwnPlace({ source }: Pick<Gateway, "source">): boolean {
  return source === "";
}

function gatewayOf({ id, name, kind, serves, lat, lon }: CustomGateway): Gateway {
  return {
    id,
    kind: kind === "supplier" || kind === "other" ? "economic-centre" : kind,
    nameEn: name,
    nameVi: name,
    formerProvince: null,
    lat,
    lon,
    precision: "",
    source: "",
    serves,
    aliases: [name],
  };
}
