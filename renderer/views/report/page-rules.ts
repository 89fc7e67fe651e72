/**
 * The rules of the printed page: paper, margins, and what stands at the foot of each page ("Page 3 of 9").
 * They hold only while the report is open, as a style sheet made by script: the content policy allows no
 * other way to put words of the interface language into page margins.
 */

export const PAPERS = ["A4", "letter"] as const;
export type Paper = (typeof PAPERS)[number];

/** Stand in the message where the page's number and the count of pages come; of no script (private use). */
export const PAGE_MARKS = { page: "\ue000", pages: "\ue001" } as const;

/** A text as a string of CSS. */
export function cssString(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[\n\r\f]+/g, " ")}"`;
}

/**
 * The page's number as CSS content.
 * @param message "Page {page} of {pages}" in the language in use, with {@link PAGE_MARKS} for the numbers
 */
export function pageNumberContent(message: string): string {
  return message
    .split(/([\ue000\ue001])/)
    .filter((part) => part !== "")
    .map((part) =>
      part === PAGE_MARKS.page ? "counter(page)" : part === PAGE_MARKS.pages ? "counter(pages)" : cssString(part),
    )
    .join(" ");
}

/** Puts the rules in force. @returns takes them away */
export function applyPageRules(paper: Paper, foot: string, pageNumber: string): () => void {
  const sheet = new CSSStyleSheet();
  const box =
    "font-size: 8pt; color: #555c62; font-family: system-ui, sans-serif; vertical-align: top; padding-top: 4mm;";
  sheet.replaceSync(`
    @page memo {
      size: ${paper} portrait;
      margin: 16mm 16mm 20mm;
      @bottom-left { content: ${cssString(foot)}; ${box} white-space: nowrap; }
      @bottom-right { content: ${pageNumberContent(pageNumber)}; ${box} white-space: nowrap; }
    }
    @media print {
      /* A dark theme would print a dark page: margins and all. */
      :root[data-theme], :root { color-scheme: light !important; background: #fff !important; }
      html, body { height: auto; overflow: visible; background: #fff; }
      body > :not([data-report]) { display: none; }
      [data-report] { page: memo; }
    }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
