/** How much of a report is told. */
export interface Detail {
  /** Names that are drawn. */
  readonly pictures: number;
  /** Lines of operations of each plan. */
  readonly operations: number;
  /** Names, plans, policies and steps, of each so many. */
  readonly items: number;
  /** Classes of clients of each name. */
  readonly rows: number;
  readonly findings: number;
}

const all = Number.POSITIVE_INFINITY;
/** A page with more pictures than this takes long to draw. */
const mostPictures = 10;

export const fullDetail: Detail = {
  pictures: mostPictures,
  operations: all,
  items: all,
  rows: all,
  findings: all,
};

/** What is left out first. */
export const lessDetail: readonly Detail[] = [
  { ...fullDetail, pictures: 0 },
  { ...fullDetail, pictures: 0, operations: 100 },
  { ...fullDetail, pictures: 0, operations: 0 },
];

/** So many of each list; of none, what is left are the counts. */
export function onlySome(most: number): Detail {
  return { pictures: 0, operations: 0, items: most, rows: Math.min(most, 8), findings: most };
}
