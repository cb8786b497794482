// @ts-check
// SQL over the published database, away from the page so that a long query does not stop it: the page ends this worker to stop one.
// In: {buffer}, the database, once; then {query, most}. Out: {names} of its tables and columns, {columns, rows, isCut, ms} or {error}. Nothing is written back to a file:
// the database is a copy in memory, and refuses to be changed.
importScripts("sql-wasm.js");

/** @type {SqlDatabase} */
let database;

onmessage = async ({ data }) => {
  try {
    if (data.buffer) {
      const SQL = await initSqlJs({
        useOldExtensionFunctions: false,
        locateFile: (/** @type {string} */ name) => new URL(name, self.location.href).href,
      });
      database = new SQL.Database(new Uint8Array(data.buffer));
      database.create_aggregate("median", {
        init: startMedian,
        step: (values, value) => {
          if (typeof value === "number") values.push(value);
          return values;
        },
        finalize: toMedian,
      });
      database.run("PRAGMA query_only = 1");
      postMessage({ names: namesOf() });
      return;
    }
    postMessage(ask(data.query, data.most));
  } catch (error) {
    postMessage({ error: error instanceof Error && error.message ? error.message : String(error) });
  }
};

/** @returns {number[]} */
const startMedian = () => [];

/**
 * SQLite has no median of its own.
 * @param {number[]} values
 */
function toMedian(values) {
  const inOrder = values.sort((a, b) => a - b);
  const half = inOrder.length >> 1;
  return inOrder.length % 2 ? inOrder[half] : inOrder.length ? (inOrder[half - 1] + inOrder[half]) / 2 : null;
}

function namesOf() {
  const tables = database.exec("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")[0].values.flat();
  const columns = database
    .exec("SELECT DISTINCT p.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type IN ('table', 'view')")[0]
    .values.flat();
  return [...tables, ...columns];
}

/**
 * Of several statements each is run, and the last that gives lines is shown.
 * @param {string} query
 * @param {number} most lines that are taken
 */
function ask(query, most) {
  const started = performance.now();
  /** @type {{columns: string[], rows: SqlValue[][], isCut: boolean}} */
  let found = { columns: [], rows: [], isCut: false };
  for (const statement of database.iterateStatements(query)) {
    const columns = statement.getColumnNames();
    const rows = [];
    let isCut = false;
    while (statement.step()) {
      if (rows.length === most) {
        isCut = true;
        break;
      }
      rows.push(statement.get());
    }
    if (columns.length) found = { columns, rows, isCut };
  }
  return { ...found, ms: performance.now() - started };
}
