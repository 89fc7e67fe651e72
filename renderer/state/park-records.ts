/** Full records of parks with the sources of all that is shown of them, read when they are looked at. */
import { useEffect, useState } from "react";
import type { Source } from "../../shared/model/evidence";
import type { Park } from "../../shared/model/park";
import type { Reference } from "../data/records";
import type { Store } from "../data/store";
import { useWorkbench } from "./workbench";

/** A park with the sources of its facts, estimates, position and of its province's statistics. */
export interface ParkRecord {
  readonly park: Park;
  readonly sources: ReadonlyMap<string, Source>;
}

/** Null for a park that is not in the database. @throws {StorageError} */
export async function readParkRecord(
  { sites }: Pick<Store, "sites">,
  reference: Pick<Reference, "formerProvinces">,
  id: string,
): Promise<ParkRecord | null> {
  const park = await sites.get(id);
  if (park === undefined) return null;
  const province = reference.formerProvinces.find(({ code }) => code === park.formerProvince);
  const ids = [
    ...park.facts.map((fact) => fact.source),
    ...Object.values(park.resolved).flatMap((field) => field.estimateSource ?? []),
    park.position?.source,
    park.minimumWage?.source,
    province?.labourForce?.source,
    province?.trainedLabourPct?.source,
    province?.pci?.source,
  ].filter((source) => source !== undefined);
  return { park, sources: await sites.sources([...new Set(ids)]) };
}

/** Records by id of the sites named: absent while they are read, null where there is none to be had. */
export function useParkRecords(ids: readonly string[]): ReadonlyMap<string, ParkRecord | null> {
  const { store, reference, own } = useWorkbench();
  const [records, setRecords] = useState<ReadonlyMap<string, ParkRecord | null>>(new Map());
  const key = ids.join("\n");
  // A change of the user's own layer makes `own` a new one, and what was read of the parks out of date.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `own` is not read, it says when to read anew
  useEffect(() => {
    let current = true;
    void Promise.all(
      key
        .split("\n")
        .filter(Boolean)
        .map(async (id) => [id, await readParkRecord(store, reference, id).catch(() => null)] as const),
    ).then((read) => {
      if (current) setRecords(new Map(read));
    });
    return () => {
      current = false;
    };
  }, [store, reference, own, key]);
  return records;
}
