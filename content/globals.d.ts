// What the scripts find on the page that no module gives them.

/** Vega-Embed, once javascripts/vega.js is loaded (charts.js) */
interface Window {
  vegaEmbed?: (place: Element, spec: object, options: object) => Promise<{ view: object }>;
}

/** sql.js and what a worker has (assets/sql/worker.js) */
declare function importScripts(...addresses: string[]): void;
type SqlValue = number | string | Uint8Array | null;
interface SqlStatement {
  getColumnNames(): string[];
  step(): boolean;
  get(): SqlValue[];
}
interface SqlDatabase {
  run(query: string): void;
  exec(query: string): { columns: string[]; values: SqlValue[][] }[];
  iterateStatements(query: string): Iterable<SqlStatement>;
  create_aggregate<T>(name: string, functions: { init: () => T; step: (state: T, value: SqlValue) => T; finalize: (state: T) => SqlValue }): void;
}
declare function initSqlJs(options: object): Promise<{ Database: new (content: Uint8Array) => SqlDatabase }>;

/** what assets/older.js adds where a browser of 2020 lacks it */
interface String {
  replaceAll(text: string, other: string): string;
  at(place: number): string | undefined;
}
interface Array<T> {
  at(place: number): T | undefined;
}
interface ObjectConstructor {
  hasOwn(of: object, name: string): boolean;
}
