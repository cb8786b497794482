// Made of content/assets/schemas/site.json by scripts/shapes.py: change that one.

/** agencies/<id>/data.json：一个机关。A body: what its reports print, where, and how it was checked. */
export type Body = {
  agency: Agency;
  /** 数据版本。The version of the data. */
  data_version: string;
  /** statuses 里一个字母的意思。What a letter in statuses says. */
  statuses: Record<string, Status>;
  /** outcomes 里一个字母的意思。What a letter in outcomes says. */
  outcomes: Record<string, string>;
  /** 各报告 values 的次序：表.行.列。The order of all values: table.row.column. */
  cells: (string)[];
  /** 各报告 indicators 的次序。The order of all indicators. */
  indicators: (string)[];
  reports: (Report)[];
};

/** agencies.csv 的一行。A line of agencies.csv. */
export type Agency = {
  agency_id: string;
  agency_name: string | null;
  division_code?: string | null;
  province?: string | null;
  prefecture?: string | null;
  county?: string | null;
  level?: string | null;
  kind?: string | null;
  other_names?: string | null;
  first_year?: number | null;
  last_year?: number | null;
  agency_name_en?: string | null;
};

/** 一份报告；没有的项不写。A report; what it has not is left out. */
export type Report = {
  report_id: string;
  year?: number;
  source_file: string;
  source_sha256: string;
  source_url?: string;
  published?: string;
  format: string;
  pages?: number;
  form_proactive_disclosure?: string;
  form_requests?: string;
  form_disputes?: string;
  form_statistics?: string;
  scope: "own" | "summary" | "unknown";
  read_status: "read" | "partly_read" | "unreadable" | "not_a_report" | "duplicate";
  read_message?: string;
  /** 数值，依 cells 的次序。The numbers, in the order of cells. */
  values?: (number | null)[];
  /** 每格一个字母。A letter a cell. */
  statuses?: string;
  /** 与数值不同的原文，依格的位置。The text as printed where it is not the number, by the place of the cell. */
  raw?: ByPlace;
  notes?: ByPlace;
  /** 单位，不是件、项时。The unit, where it is another than 件 or 项. */
  units?: ByPlace;
  indicators: (Measure | null)[];
  places?: (Run)[];
  /** 表内关系的结果，每条一个字母。How the relations came out, a letter each. */
  outcomes?: string;
  findings?: (Finding)[];
  /** 旁边的原文副本。The copy of the document that stands beside. */
  copy?: string;
  /** 没有副本的原因。Why there is no copy. */
  why_not?: string;
  /** 页码 → 图片。Page → its picture. */
  pictures?: Record<string, Picture>;
  boxes?: Boxes;
};

export type Status = "reported" | "blank" | "not_applicable" | "ambiguous" | "unreadable" | "missing" | "not_on_form";

export type ByPlace = Record<string, string>;

/** 值、分子、分母、依据、表格版本；末尾空的不写。Value, numerator, denominator, basis, version of the form; what is empty at the end is left out. */
export type Measure = [(number | null), (number | null)?, (number | null)?, (string)?, (string)?];

/** 并排的若干格：几格，第一格的页、表、行、列；只有格数的，没有位置。Cells side by side: how many; page, grid, row and column of the first; of no place where only the count is told. */
export type Run = [(number), (number | null)?, (number)?, (number)?, (number)?];

export type Finding = {
  check: string;
  outcome: string;
  severity: string;
  about: "report" | "reading";
  kind: string;
  cell?: string;
  printed?: string;
  computed?: string;
};

/** 文件、宽、高（点）。File, width and height in points. */
export type Picture = [(string), (number), (number)];

/** 各格在页上的方框，以点计。x：页.表.列 → 左、右；y：页.表.行 → 上、下；odd：格的位置 → 四边。The boxes of cells on the page, in points: x: page.grid.column → left, right; y: page.grid.row → top, bottom; odd: place of the cell → all four sides. */
export type Boxes = {
  x: Sides;
  y: Sides;
  odd: Sides;
};

export type Sides = Record<string, (number)[]>;

/** assets/places.json：有机关的地区及其上级，代码、名称、英文名。The regions that have bodies, and those above them: code, name, name in English. */
export type Places = ([(string), (string), (string)])[];

/** assets/kinds.json：各机关是什么。What every body is: id, division, level and kind by number, -1 for none. */
export type Kinds = {
  levels: (string)[];
  kinds: (string)[];
  bodies: ([(string), (string), (number), (number)])[];
};

/** assets/names-en.json：英文名，次序同 names.json。Names in English, in the order of names.json. */
export type EnglishNames = (string)[];

/** assets/names.json：名称及读音。Names and how they sound: of each body id, years, region, name, other names; odd: where a name sounds otherwise than its characters do; twins: traditional characters, each before the simplified one that names have. */
export type Names = {
  sounds: Record<string, string>;
  bodies: ([(string), (string), (string), (string), ...(string)[]])[];
  odd: Record<string, (string)[]>;
  twins: string;
};

/** indicators/<id>/medians.json：年度 → 中位数、报告数、表格版本。Year → median, of how many reports, versions of the form. */
export type Medians = Record<string, [(number), (number), ((string)[])?]>;

/** agencies/<id>/charts.json：图的编号 → 它的数据，及 assets/charts/ 里的说明。Id of a chart → its figures, and its description in assets/charts/. */
export type Charts = Record<string, {
  spec: Record<string, string>;
  columns: (string)[];
  rows: ((string | number | boolean | null)[])[];
}>;

/** assets/cells.json：说一个数所用的话，各版表格的格和关系。What it takes to speak of a number: the words, the cells and relations of each version of the form, by their place in order. */
export type Words = {
  order: (string)[];
  cells: Record<string, Record<string, (number)[]>>;
  relations: Record<string, Record<string, ([(string), (number), ...(number)[]])[]>>;
  labels_of: Record<string, Texts>;
  words: Texts;
  labels: Texts;
  checks: Texts;
  /** 每格数的是什么，依 order 的次序；金额的为空。What each cell counts, in the order of order; empty of money. */
  counted: (string)[];
  money: Texts;
  /** 报错的地址；没有的为空。Where an error is reported; empty where there is none. */
  issues: {
    to?: string;
    title?: string;
    text?: string;
  };
  version: string;
};

export type Texts = Record<string, string>;

/** assets/texts/index.json：全文索引有哪些年份。Which years the index of texts has, how many texts to a list, how many pieces. */
export type TextYears = {
  chunk: number;
  years: ({
    year: string;
    texts: number;
    shards: number;
  })[];
};

/** assets/texts/<年>/list-<n>.json：机关、年度、名称。Body, key of the report, name. */
export type TextList = ([(string), (string), (string)])[];

/** assets/texts/<年>/<n>.json：相邻两字 → 有它的文本的编号，各是与前一个的差。Two neighbouring letters → the numbers of the texts that have them, each as the step from the one before. */
export type TextShard = Record<string, (number)[]>;

/** 比较页的设置，在页面里。The settings of the page that compares, which stand in it. */
export type Choices = {
  choices: (Choice)[];
  default: (string)[];
  texts: Texts;
  medians: Record<string, Medians>;
};

/** 可以比较的一项：表中一格，或一个指标。What can be compared: a cell of the form, or an indicator. */
export type Choice = {
  id: string;
  label: string;
  kind: "count" | "share" | "ratio" | "growth";
  labels: Texts;
  unit: string;
  meaning: string;
  /** 表格版本 → 在断点的哪一边。Version of the form → on which side of a break. */
  parts?: Record<string, number>;
  /** 各版表格上合成这一项的格。The cells that it is on each form. */
  ways?: ((string)[])[];
};
