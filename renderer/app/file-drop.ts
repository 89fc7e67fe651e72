/** A file dropped anywhere on the window goes to the import screen; without this the browser would open it. */
import { useEffect } from "react";
import { importFile } from "../state/import-file";

/** @param showView must keep its identity between renders */
export function useFileDrop(showView: (id: string) => void): void {
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
    const root = document.documentElement;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      root.dataset.drop = "over";
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) delete root.dataset.drop;
    };
    const drop = (event: DragEvent): void => {
      delete root.dataset.drop;
      if (!hasFiles(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file === undefined || document.querySelector("dialog[open]") !== null) return;
      importFile.setState({ file });
      showView("import");
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [showView]);
}
