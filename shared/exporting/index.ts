/** What leaves the app: one set of data (`types.ts`), one writer a format. */
export { type CsvOptions, exportCsv, exportGeoJson, exportKml, exportTable } from "./text-formats";
export type {
  ExportCell,
  ExportCriterion,
  ExportData,
  ExportFact,
  ExportLanguage,
  ExportSite,
  ExportSource,
} from "./types";
export { exportWorkbook } from "./workbook";
