// Pictures compared point by point: a few points may differ, since not every Chromium rounds the edge of a letter alike.
import path from 'node:path';
import { deflateSync } from 'node:zlib';
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

/** The check of a chunk of a PNG (PNG, annex D). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});
const check = (bytes) => {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
};
const chunk = (name, data) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(check(body));
  return Buffer.concat([length, body, sum]);
};

/** The same picture in at most 256 colours, which a page of text on paper has no more of: as few bits to a colour as that takes. */
export function paletted(picture) {
  const { width, height, data } = PNG.sync.read(picture);
  for (let bits = 6; bits >= 2; bits -= 1) {
    const most = 2 ** bits - 1;
    const round = (value) => Math.round(Math.round((value * most) / 255) * (255 / most));
    const colours = new Map();
    const lines = Buffer.alloc(height * (width + 1));
    for (let at = 0; at < width * height && colours.size <= 256; at += 1) {
      const [red, green, blue] = [0, 1, 2].map((part) => round(data[at * 4 + part]));
      const colour = (red << 16) | (green << 8) | blue;
      if (!colours.has(colour)) colours.set(colour, colours.size);
      lines[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = colours.get(colour);
    }
    if (colours.size > 256) continue;
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width);
    head.writeUInt32BE(height, 4);
    head.set([8, 3, 0, 0, 0], 8);
    const palette = Buffer.from([...colours.keys()].flatMap((it) => [it >> 16, (it >> 8) & 255, it & 255]));
    const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
    return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', palette), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
  }
  throw new Error('a picture of more than 256 colours, however they are rounded');
}
