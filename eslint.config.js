/**
 * The rules that need types, and the doors that may not be gone round. Biome does formatting and the
 * quick rules.
 */
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const doors = {
  electron: {
    name: "electron",
    message: "Only electron/ knows Electron; the app speaks to the shell through renderer/host.",
  },
  ipcMain: {
    name: "electron",
    importNames: ["ipcMain"],
    message: "Register handlers in electron/main/ipc*.ts: its wrapper checks the sender and the arguments.",
  },
  ipcRenderer: {
    name: "electron",
    importNames: ["ipcRenderer"],
    message: "Only the preload sends messages; it offers the page one frozen object of named functions.",
  },
  dexie: { name: "dexie", message: "Only renderer/data knows the database; ask one of its functions." },
  dexieHooks: {
    name: "dexie-react-hooks",
    message: "Only renderer/data knows the database; ask one of its functions.",
  },
};

/** @param {...{ name: string, message: string, importNames?: string[] }} paths */
const restrict = (...paths) => ({ "no-restricted-imports": ["error", { paths }] });

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "dist",
      "out",
      ".cache",
      "coverage",
      "reports",
      ".stryker-tmp",
      "seeds",
      "**/assembly/**",
    ],
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/no-unsafe-argument": "error",
      "@typescript-eslint/no-unsafe-assignment": "error",
      "@typescript-eslint/no-unsafe-call": "error",
      "@typescript-eslint/no-unsafe-member-access": "error",
      "@typescript-eslint/no-unsafe-return": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/prefer-promise-reject-errors": "error",
      "@typescript-eslint/restrict-plus-operands": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-eval": "error",
      "no-implied-eval": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    // Of the plugin's rules the two that hold without React's compiler, which this app does not use.
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  { files: ["shared/**/*.ts"], rules: restrict(doors.electron, doors.dexie, doors.dexieHooks) },
  { files: ["renderer/**/*.{ts,tsx}"], rules: restrict(doors.electron, doors.dexie, doors.dexieHooks) },
  { files: ["renderer/data/**/*.{ts,tsx}"], rules: restrict(doors.electron) },
  { files: ["electron/main/**/*.ts"], rules: restrict(doors.ipcMain, doors.ipcRenderer, doors.dexie) },
  { files: ["electron/main/ipc*.ts"], rules: restrict(doors.ipcRenderer, doors.dexie) },
  { files: ["electron/preload/**/*.ts"], rules: restrict(doors.ipcMain, doors.dexie) },
  {
    // A test may look into what the production code may not reach, and reads JSON of unknown shape.
    files: ["**/*.test.{ts,tsx}", "tests/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "no-restricted-imports": "off",
      "no-restricted-properties": [
        "error",
        ...["describe", "it", "test"].map((object) => ({
          object,
          property: "only",
          message: "A focused test hides all others.",
        })),
      ],
    },
  },
);
