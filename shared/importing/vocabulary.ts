/**
 * The words by which columns and categories are known: English, Vietnamese (with or without
 * diacritics), Chinese, Korean and Japanese. Narrower readings stand before wider ones; the first that
 * matches counts.
 */
import type { FieldId } from "../model/fields";
import { fold } from "../text/fold";

/** What a header may name. */
export type HeaderMeaning =
  | FieldId
  | "name"
  | "nameVi"
  | "aka"
  | "province"
  | "locality"
  | "country"
  | "asOf"
  | "note"
  | "lat"
  | "lon"
  | "latLon"
  | "ignore";

interface HeaderRule {
  readonly meaning: HeaderMeaning;
  readonly words: RegExp;
  /** 0..1 where nothing else speaks for or against. */
  readonly sure: number;
}

const rule = (meaning: HeaderMeaning, words: RegExp, sure = 0.9): HeaderRule => ({ meaning, words, sure });

/** Matched against the folded header (no case, no diacritics, words apart) and the header as it stands. */
const HEADER_RULES: readonly HeaderRule[] = [
  rule(
    "latLon",
    /\b(?:lat ?lo?ng?|lat ?lon|latlng|coordinates?|coords?|toa do|gps|geo ?point|wkt|geometry|location gps|google maps?)\b|坐标|座標|좌표|経緯度|经纬度|經緯度|위경도/,
  ),
  rule("lat", /\b(?:lat|latitude|vi do|latitude geometry|y coord|lat dd)\b|^y$|纬度|緯度|위도/, 0.95),
  rule("lon", /\b(?:lon|long|lng|longitude|kinh do|longitude geometry|x coord|lon dd)\b|^x$|经度|經度|経度|경도/, 0.95),
  rule(
    "ignore",
    /^(?:stt|no|nr|tt|so tt|so thu tu|index|row|id|fid|objectid|ma|code|gid|ma kcn|#)$|^序号$|^번호$|^番号$|^編號$|^编号$/,
    0.8,
  ),
  rule(
    "asOf",
    /\b(?:as of|as at|date|ngay|updated|update|cap nhat|survey date|thoi diem)\b|日期|更新|날짜|기준일|日付|基準日/,
    0.8,
  ),
  rule("note", /\b(?:notes?|remarks?|comments?|ghi chu|ghi chep)\b|备注|備註|備考|비고/, 0.85),
  // Costs before areas: "rent (USD/m2)" speaks of an area too.
  rule(
    "readyBuiltFactoryUsdPerM2Month",
    /\b(?:rbf|ready built|factory rent|factory rental|warehouse rent|nha xuong|nha kho|workshop rent|rbw)\b|标准厂房|廠房租|厂房租|レンタル工場|貸工場|임대공장|공장 임대/,
  ),
  rule(
    "managementFeeUsdPerM2Year",
    /\b(?:management fee|maintenance fee|service charge|infrastructure fee|phi quan ly|phi ha tang|phi bao tri|phi dich vu|estate fee)\b|管理费|管理費|관리비/,
  ),
  rule(
    "wastewaterUsdPerM3",
    /\b(?:waste ?water|sewage|effluent|xu ly nuoc thai|nuoc thai)\b(?=.*\b(?:price|cost|fee|tariff|charge|gia|phi|usd|vnd|treatment fee)\b)|(?:污水|廃水|排水|폐수).*(?:费|費|価|비|요금)/,
  ),
  rule(
    "waterUsdPerM3",
    /\b(?:water|nuoc)\b(?=.*\b(?:price|cost|fee|tariff|rate|charge|gia|phi|usd|vnd)\b)|\b(?:gia|phi) nuoc\b|水价|水價|水費|水费|水道料金|수도요금/,
  ),
  rule("wastewaterCapacityM3Day", /\b(?:waste ?water|sewage|effluent|nuoc thai)\b|污水|廃水|폐수/, 0.75),
  rule("waterCapacityM3Day", /\b(?:water|cap nuoc|nuoc sach)\b|供水|給水|용수|급수/, 0.75),
  rule(
    "powerCapacityMva",
    /\b(?:power|electricity|electric|dien(?! tich)|substation|tram bien ap|mva|kva)\b(?!.*\b(?:price|cost|gia|tariff|source|nguon)\b)|供电|電力容量|电力|전력/,
    0.75,
  ),
  rule(
    "landRentUsdPerM2Term",
    /^(?!.*\b(?:power|electric\w*|energy|dien(?! tich)|nuoc|water|gas|steam|labou?r|wages?|salary|luong|housing|fuel|share|stock|office|growth|index)\b).*\b(?:land rent|land rental|rent|rental|lease price|lease rate|land price|asking price|price|gia thue|gia cho thue|gia dat|don gia|tien thue|gia)\b|租金|地价|地價|土地价格|賃料|地代|賃貸料|分譲価格|임대료|분양가|지가|토지가격/,
    0.85,
  ),
  rule(
    "occupancyPct",
    /\b(?:occupancy|occupied|fill rate|filled|ty le lap day|lap day|ti le lap day|take up)\b|入住率|出租率|稼働率|入居率|입주율|분양률|가동률/,
  ),
  rule(
    "availableAreaHa",
    /\b(?:available|vacant|remaining|free land|leasable remaining|con trong|con lai|chua cho thue|dat trong|trong san|san sang|quy dat)\b|可用|剩余|剩餘|空地|空置|空き|残り|잔여|가용|미분양/,
    0.85,
  ),
  rule(
    "industrialAreaHa",
    /\b(?:industrial (?:land|area)|leasable|lettable|net area|dat cong nghiep|dat cn|cho thue duoc|dat cho thue|factory land)\b|工业用地|工業用地|可租|분양면적|산업용지|산업시설/,
  ),
  rule(
    "totalAreaHa",
    /\b(?:area|total area|gross area|size|land area|scale|dien tich|quy mo|tong dien tich|dt|ha|hectares?)\b|面积|面積|면적|规模|規模/,
    0.8,
  ),
  rule(
    "leaseEndYear",
    /\b(?:lease (?:end|expiry|until|till|to)|expiry|expires?|expiration|end of lease|het han|thoi han (?:thue )?den|den nam|operation until|land use (?:until|term))\b|到期|期満|満了|만료/,
  ),
  rule(
    "establishedYear",
    /\b(?:established|founded|year (?:built|opened|established)|start(?:ed)? year|opening|operation year|nam thanh lap|thanh lap|nam hoat dong|since|inception|commenced)\b|成立|设立|設立|설립/,
  ),
  rule(
    "status",
    /\b(?:status|state of (?:works|construction)|stage|tinh trang|trang thai|hien trang|progress)\b|状态|狀態|状況|状態|현황|상태/,
    0.85,
  ),
  rule(
    "developer",
    /\b(?:developer|investor|owner|chu dau tu|operator|infrastructure company|nha dau tu|don vi|company)\b|开发商|開發商|開発|デベロッパー|시행사|개발사|투자자/,
    0.85,
  ),
  rule(
    "sectors",
    /\b(?:sectors?|industr(?:y|ies)|nganh|nganh nghe|linh vuc|target industr\w+|priority industr\w+|business lines?)\b|行业|行業|产业|產業|業種|産業|업종|산업/,
    0.85,
  ),
  rule(
    "tenants",
    /\b(?:tenants?|investors present|companies|occupiers|doanh nghiep|khach thue|khach hang|enterprises)\b|企业名|入驻企业|入居企業|テナント|입주기업/,
    0.8,
  ),
  rule(
    "projects",
    /\b(?:projects?|du an|so du an|number of (?:projects|investors|tenants))\b|项目数|項目數|プロジェクト|프로젝트/,
    0.8,
  ),
  rule(
    "workers",
    /\b(?:workers?|employees?|labou?r force|lao dong|cong nhan|headcount|nhan luc)\b|工人|员工|員工|従業員|労働者|근로자|종업원/,
    0.85,
  ),
  rule(
    "investmentUsdMillion",
    /\b(?:investment|registered capital|fdi capital|capital|von dau tu|tong von|von)\b|投资额|投資額|投资|투자액|투자금/,
    0.8,
  ),
  rule("incentives", /\b(?:incentives?|uu dai|tax holiday|preferential)\b|优惠|優惠|優遇|인센티브|우대/),
  rule("green", /\b(?:green|eco|sustainab\w+|environmental cert\w*|xanh|sinh thai)\b|绿色|綠色|グリーン|친환경/, 0.6),
  rule("smart", /\b(?:smart|digital|thong minh)\b|智能|智慧|スマート|스마트/, 0.6),
  rule("amenities", /\b(?:amenit\w+|facilities|services|tien ich|tien nghi)\b|配套|設備|편의/, 0.6),
  rule("statedDistanceKm", /\b(?:distance|dist|km to|khoang cach|cach|cu ly|how far)\b|距离|距離|거리/, 0.85),
  rule("country", /\b(?:country|quoc gia|nation)\b|国家|國家|국가|^国$/),
  rule(
    "nameVi",
    /\b(?:ten tieng viet|vietnamese name|name vi|name vn|local name|ten viet|name vietnamese|native name|original name)\b|越南语名|越南文/,
  ),
  rule(
    "aka",
    /\b(?:aka|also known|other names?|alias(?:es)?|ten khac|former name|short name|abbreviation)\b|别名|別名|별칭/,
  ),
  rule(
    "province",
    /\b(?:province|city|tinh|thanh pho|tinh tp|tinh thanh|tinh thanh pho|state|prefecture|region)\b|省|城市|도시|성급|県|都市/,
    0.85,
  ),
  rule(
    "locality",
    /\b(?:district|ward|commune|address|location|locality|huyen|xa|phuong|quan|dia chi|dia diem|vi tri|thi xa|town)\b|地址|位置|区县|住所|所在地|주소|위치|소재지/,
    0.8,
  ),
  rule(
    "name",
    /\b(?:name|park|industrial park|industrial zone|industrial estate|estate|site|zone|ten|ten kcn|kcn|khu cong nghiep|ip name|ip)\b|名称|名稱|园区|園區|工业区|工業區|工业园|名前|工業団地|団地|이름|단지|명칭|산업단지/,
    0.85,
  ),
];

/** What a header names, with how sure that is; null for words that mean nothing here. */
export function meaningOf(header: string): { readonly meaning: HeaderMeaning; readonly sure: number } | null {
  const folded = fold(header);
  const raw = header.normalize("NFKC").toLowerCase();
  for (const { meaning, words, sure } of HEADER_RULES) {
    if (words.test(folded)) {
      // A long sentence mentions many things.
      const long = folded.split(" ").length > 8;
      return { meaning, sure: long ? sure * 0.7 : sure };
    }
    if (/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(raw) && words.test(raw))
      return { meaning, sure };
  }
  return null;
}

/** The place that a distance header names: "Distance to Cat Lai port (km)" gives "Cat Lai port". */
export function placeOfDistance(header: string): string {
  return header
    .replace(/[([{].*?[)\]}]/g, " ")
    .replace(/\b(?:distance|dist\.?|road|by|km|kilomet(?:er|re)s?|miles?|to the|to|from|nearest|in)\b/gi, " ")
    .replace(/khoảng cách|khoang cach|cự ly|cu ly|cách|tới|đến|距离|距離|거리|まで|까지|到/gi, " ")
    .replace(/[_/:,-]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

const STATUS_WORDS: readonly (readonly [string, RegExp])[] = [
  // "Not yet operating" and "under construction" before "operating".
  [
    "under_construction",
    /under construction|construction|being built|building|dang xay|xay dung|dang trien khai|san lap|在建|建设中|建設中|공사|건설/,
  ],
  [
    "planned",
    /plan|proposed|future|quy hoach|du kien|chua (?:hoat dong|xay|trien khai)|not yet|chuan bi|thu tuc|规划|計画|规划中|계획|예정/,
  ],
  [
    "operating",
    /operat|active|in use|running|existing|complete|hoat dong|van hanh|hien huu|da (?:xay|hoan thanh)|运营|營運|投产|稼働|操業|운영|가동/,
  ],
];

/** The status that a cell's words mean; null for none. */
export function statusOfWords(text: string): string | null {
  return optionOf(text, STATUS_WORDS);
}

const SECTOR_WORDS: readonly (readonly [string, RegExp])[] = [
  ["semiconductors", /semiconductor|ban dan|chip|半导体|半導体|반도체/],
  ["electronics", /electronic|dien tu|linh kien dien tu|电子|電子|전자/],
  ["it_software", /software|\bit\b|ict|information tech|phan mem|cong nghe thong tin|软件|ソフト|소프트/],
  ["high_tech_rd", /high ?tech|hi tech|r d\b|research|cong nghe cao|高科技|ハイテク|첨단/],
  ["automotive", /automo|car parts|vehicle|o to|oto|xe may|汽车|自動車|자동차/],
  ["supporting_industry", /support(?:ing)? industr|cong nghiep ho tro|phu tro|配套产业|裾野|부품/],
  ["machinery", /machine|mechanic|precision engineering|co khi|che tao|may moc|机械|機械|기계/],
  ["petrochemicals", /petrochem|oil refin|hoa dau|石化|석유화학/],
  ["chemicals", /chemical|hoa chat|化工|化学|화학/],
  ["metals", /metal|steel|alumin|kim loai|thep|luyen kim|金属|鋼|금속|철강/],
  ["heavy_industry", /heavy|shipbuild|cong nghiep nang|dong tau|重工|조선/],
  ["plastics_rubber", /plastic|rubber|nhua|cao su|塑料|橡胶|プラスチック|ゴム|플라스틱/],
  [
    "construction_materials",
    /construction material|building material|cement|ceramic|glass|vat lieu xay dung|gom su|建材|건자재/,
  ],
  ["renewable_energy_equipment", /renewable|solar|wind|battery|batteries|nang luong|pin mat troi|新能源|再生|배터리/],
  ["textiles_garments", /textile|garment|apparel|det may|det|may mac|纺织|紡織|繊維|アパレル|섬유|의류/],
  ["footwear_leather", /footwear|shoe|leather|giay|da giay|鞋|皮革|신발/],
  ["furniture_wood", /furniture|wood|timber|go\b|do go|noi that|家具|木材|가구/],
  ["paper_packaging", /paper|packag|printing|giay in|bao bi|in an|包装|紙|종이|포장/],
  ["food_processing", /food|beverage|seafood|aquatic|thuc pham|do uong|thuy san|che bien|食品|식품/],
  ["agriculture", /agri|farm|nong nghiep|nong san|农业|農業|농업/],
  ["pharma_medical", /pharma|medical|biotech|health|duoc|y te|sinh hoc|医药|医療|製薬|제약|의료/],
  ["logistics_warehousing", /logistic|warehous|kho bai|kho van|物流|倉庫|물류/],
  ["light_industry", /light industr|consumer goods|cong nghiep nhe|hang tieu dung|轻工|軽工業|경공업/],
];

const GREEN_WORDS: readonly (readonly [string, RegExp])[] = [
  ["eco_industrial_park_pilot", /eco industrial|eip\b|sinh thai/],
  ["iso_14001", /iso ?14001/],
  ["green_building_certified", /leed|lotus|edge|green building/],
  ["zero_emission_target", /net ?zero|zero emission|carbon neutral/],
  ["rooftop_solar", /rooftop|solar|mai nha/],
  ["renewable_power", /renewable|wind power|nang luong tai tao/],
  ["industrial_symbiosis", /symbiosis|cong sinh/],
  ["water_recycling", /water (?:recycl|reuse)|tai su dung nuoc/],
  ["waste_recycling", /waste (?:recycl|reuse)|recycling|tai che/],
  ["central_wastewater_plant", /waste ?water|xu ly nuoc thai/],
  ["green_park_claim", /green|xanh/],
];

const SMART_WORDS: readonly (readonly [string, RegExp])[] = [
  ["operations_centre", /operations? cent|\bioc\b|trung tam dieu hanh/],
  ["iot_monitoring", /iot|sensor|monitoring|giam sat/],
  ["smart_logistics", /smart logistic/],
  ["data_centre", /data cent|trung tam du lieu/],
  ["5g_or_fibre", /5g|fib(?:re|er)|cap quang/],
  ["smart_park_claim", /smart|thong minh/],
];

const WORDS: Readonly<Partial<Record<FieldId, readonly (readonly [string, RegExp])[]>>> = {
  sectors: SECTOR_WORDS,
  green: GREEN_WORDS,
  smart: SMART_WORDS,
};

function optionOf(text: string, words: readonly (readonly [string, RegExp])[]): string | null {
  const folded = fold(text);
  return words.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** The member of a field's options that some words mean: its id, or a word for it; null for none. */
export function memberOfWords(field: FieldId, text: string, options: readonly string[]): string | null {
  const id = fold(text).replaceAll(" ", "_");
  if (options.includes(id)) return id;
  const words = WORDS[field];
  const found = words === undefined ? null : optionOf(text, words);
  if (found !== null) return found;
  // Options without words of their own are matched by theirs ("worker housing").
  return options.find((option) => fold(text).includes(option.replaceAll("_", " "))) ?? null;
}
