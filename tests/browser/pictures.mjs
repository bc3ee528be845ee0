// Pictures compared point by point: a few points may differ, since not every Chromium rounds the edge of a letter alike.
import path from 'node:path';
import { tools } from './harness.mjs';

const { PNG } = tools('pngjs');

/** How different two points may be: a box in a slightly other colour is seen. */
const THRESHOLD = 0.02;
/** The share of points that may differ. */
const LENIENCE = 0.0005;

/** How many points of two pictures differ, and a picture of where; every point where their sizes do. */
export async function compare(one, other) {
  const { default: pixelmatch } = await import(path.join(path.dirname(tools.resolve('pixelmatch/package.json')), 'index.js'));
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (a.width !== b.width || a.height !== b.height) return { points: a.width * a.height, share: 1, picture: other };
  const out = new PNG({ width: a.width, height: a.height });
  const points = pixelmatch(a.data, b.data, out.data, a.width, a.height, { threshold: THRESHOLD });
  return { points, share: points / (a.width * a.height), picture: PNG.sync.write(out) };
}

export const isSame = ({ share }) => share <= LENIENCE;

/** Fewer bytes for the same points. */
export const packed = (picture) => PNG.sync.write(PNG.sync.read(picture), { colorType: 2, deflateLevel: 9, filterType: -1 });
