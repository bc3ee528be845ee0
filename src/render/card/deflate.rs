//! DEFLATE (RFC 1951) for pictures of letters on paper, where all that a row repeats is the pixel before or the row
//! above.
//!
//! A compressor for everything looks for repeats everywhere and finds hardly more than these; what it finds at other
//! distances costs bits to name. Looking nowhere else takes half the time and comes to as many bytes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Lengths of a repeat: the shortest of each code, and how many bits say the rest.
const LENGTHS: [(usize, u8); 29] = {
    let mut lengths = [(0, 0); 29];
    let mut code = 0;
    while code < 28 {
        // From the ninth on, four codes to each power of two.
        let bits = if code < 8 { 0 } else { code / 4 - 1 };
        lengths[code] = (3 + if code < 8 { code } else { (4 + code % 4) << bits }, bits as u8);
        code += 1;
    }
    lengths[28] = (LONGEST, 0);
    lengths
};
/// The code of each length.
const CODES: [u8; LONGEST + 1] = {
    let mut codes = [0; LONGEST + 1];
    let mut code = 0;
    while code < LENGTHS.len() {
        let mut length = LENGTHS[code].0;
        while length <= LONGEST {
            codes[length] = code as u8;
            length += 1;
        }
        code += 1;
    }
    codes
};
/// The code of the first of them, behind all bytes and the end.
const FIRST_LENGTH: usize = 257;
/// The end of a block.
const END: usize = 256;
/// The longest repeat.
const LONGEST: usize = 258;
/// A repeat of the row above says its distance in bits of its own: below this length, bytes say it shorter.
const WORTH: usize = 12;
/// Bytes that are compared at once.
const WORD: usize = 8;
/// Bytes that a token takes at most,
const MOST: usize = 6;
/// and all that is not a token.
const HEAD: usize = 1024;
/// The order in which the lengths of the code of lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// A byte or a repeat, by its symbol, with what the symbol leaves to say.
#[derive(Clone, Copy)]
struct Token {
    symbol: u16,
    rest: u8,
    bits: u8,
    from: Origin,
}

/// Where a repeat comes from.
#[derive(Clone, Copy)]
enum Origin {
    /// It is none.
    Nowhere,
    /// The byte before.
    Before,
    /// The row above.
    Above,
}

/// What a stream says, and how often it says each thing.
struct Said {
    tokens: Vec<Token>,
    symbols: [u32; FIRST_LENGTH + LENGTHS.len()],
    origins: [u32; 3],
}

impl Said {
    #[inline]
    fn push(&mut self, token: Token) {
        self.symbols[usize::from(token.symbol)] += 1;
        self.origins[token.from as usize] += 1;
        self.tokens.push(token);
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.push(Token { symbol: u16::from(byte), rest: 0, bits: 0, from: Origin::Nowhere });
    }

    /// Says a repeat; gives how many bytes have been said.
    fn repeat(&mut self, length: usize, from: Origin) -> usize {
        let mut left = length;
        while left >= 3 {
            let now = left.min(LONGEST);
            let code = usize::from(CODES[now]);
            let (shortest, bits) = LENGTHS[code];
            self.push(Token { symbol: (FIRST_LENGTH + code) as u16, rest: (now - shortest) as u8, bits, from });
            left -= now;
        }
        length - left
    }
}

/// Rows of `stride` bytes, of which there are some, as a stream of zlib (RFC 1950).
pub(super) fn zlib(bytes: &[u8], stride: usize) -> Vec<u8> {
    let Said { tokens, symbols, origins } = read(bytes, stride);
    let (far, rest, bits) = distance(stride);
    let mut distances = vec![0; far + 1];
    (distances[0], distances[far]) = (origins[Origin::Before as usize], origins[Origin::Above as usize]);
    let (symbols, distances) = (Code::new(&symbols, 15), Code::new(&distances, 15));
    let mut out = head(Bits::with_room(tokens.len() * MOST + HEAD), &symbols, &distances);
    let (near, far) = (distances.0[0], distances.0[far]);
    let far = (u64::from(far.0) | rest << far.1, u32::from(far.1) + bits);
    // None of this asks what a token is: nothing foretells that.
    let from = [(0, 0), (u64::from(near.0), u32::from(near.1)), far];
    for token in tokens {
        let (code, length) = symbols.0[usize::from(token.symbol)];
        let (mut word, mut count) = (u64::from(code), u32::from(length));
        word |= u64::from(token.rest) << count;
        count += u32::from(token.bits);
        let (distance, bits) = from[token.from as usize];
        out.put(word | distance << count, count + bits);
    }
    out.code(&symbols, END);
    let mut out = out.finish();
    out.extend(simd_adler32::adler32(&bytes).to_be_bytes());
    out
}

/// The code of a distance, what it leaves to say, and in how many bits.
fn distance(of: usize) -> (usize, u64, u32) {
    // From the fifth on, two codes to each power of two.
    let before = of - 1;
    let bits = before.ilog2() - 1;
    let half = before >> bits & 1;
    (2 * (bits as usize + 1) + half, (before & ((1 << bits) - 1)) as u64, bits)
}

/// What rows of `stride` bytes come to.
fn read(bytes: &[u8], stride: usize) -> Said {
    let tokens = Vec::with_capacity(bytes.len() / 16);
    // Both distances are said to be there even where one is not: a code has two symbols at the least.
    let mut said = Said { tokens, symbols: [0; FIRST_LENGTH + LENGTHS.len()], origins: [0, 1, 1] };
    said.symbols[END] = 1;
    let mut at = 0;
    while at < bytes.len() {
        let (mut run, mut above) = near(bytes, at, stride);
        if run < 3 && above < WORD {
            said.byte(bytes[at]);
            at += 1;
            continue;
        }
        if run == WORD {
            run += same(&bytes[at + WORD..], &bytes[at + WORD - 1..]);
        }
        // Paper goes on for many rows, and nothing says it shorter.
        if above == WORD && run < LONGEST {
            above += same(&bytes[at + WORD..], &bytes[at + WORD - stride..]);
        }
        at += if run >= 3 && run + 4 >= above {
            said.repeat(run, Origin::Before)
        } else if above >= WORTH {
            said.repeat(above, Origin::Above)
        } else {
            said.byte(bytes[at]);
            1
        };
    }
    said
}

/// How many bytes are those before them, and those of the row above, up to [`WORD`].
#[inline]
fn near(bytes: &[u8], at: usize, stride: usize) -> (usize, usize) {
    let Some(view) = at.checked_sub(stride).and_then(|from| bytes.get(from..at + WORD)) else {
        // In the first row, and at the end of the last.
        let from =
            |before: usize| at.checked_sub(before).map_or(0, |from| same(&bytes[at..], &bytes[from..]).min(WORD));
        return (from(1), from(stride));
    };
    let word = |from: usize| view[from..].first_chunk().map_or(0, |word| u64::from_le_bytes(*word));
    let here = word(stride);
    let same = |other: u64| (here ^ other).trailing_zeros() as usize / 8;
    (same(word(stride - 1)), same(word(0)))
}

/// How many bytes two slices have in common at their beginnings.
fn same(ahead: &[u8], behind: &[u8]) -> usize {
    let pairs = ahead.as_chunks::<32>().0.iter().zip(behind.as_chunks::<32>().0);
    let mut length = 32 * pairs.take_while(|(one, other)| one == other).count();
    let words = ahead[length..].as_chunks::<WORD>().0.iter().zip(behind[length..].as_chunks::<WORD>().0);
    for (one, other) in words {
        let differ = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differ != 0 {
            return length + differ.trailing_zeros() as usize / 8;
        }
        length += WORD;
    }
    length + ahead[length..].iter().zip(&behind[length..]).take_while(|(one, other)| one == other).count()
}

/// What stands before the tokens: that this is zlib's, and the lengths of both codes, in a code of their own.
fn head(mut out: Bits, symbols: &Code, distances: &Code) -> Bits {
    let used = |code: &Code| {
        let mut lengths: Vec<u8> = code.0.iter().map(|(_, length)| *length).collect();
        lengths.truncate(lengths.iter().rposition(|length| *length > 0).map_or(1, |last| last + 1));
        lengths
    };
    let (symbols, distances) = (used(symbols), used(distances));
    let runs = runs(&[&symbols[..], &distances].concat());
    let mut counts = [0_u32; 19];
    runs.iter().for_each(|(symbol, _, _)| counts[*symbol] += 1);
    let code = Code::new(&counts, 7);
    out.put(0x0178, 16);
    // The only block, with codes of its own.
    out.put(0b101, 3);
    out.put(symbols.len() as u64 - 257, 5);
    out.put(distances.len() as u64 - 1, 5);
    out.put(ORDER.len() as u64 - 4, 4);
    ORDER.iter().for_each(|symbol| out.put(u64::from(code.0[*symbol].1), 3));
    for (symbol, rest, bits) in runs {
        out.code(&code, symbol);
        out.put(rest, bits);
    }
    out
}

/// Lengths as symbols, each with what it leaves to say and in how many bits: most of them are 0.
fn runs(lengths: &[u8]) -> Vec<(usize, u64, u32)> {
    let mut runs = Vec::new();
    for group in lengths.chunk_by(|one, next| one == next) {
        let (length, mut left) = (group[0], group.len());
        while left > 0 {
            let (now, symbol) = match (length, left) {
                (0, 11..) => (left.min(138), (18, left.min(138) as u64 - 11, 7)),
                (0, 3..) => (left, (17, left as u64 - 3, 3)),
                _ => (1, (usize::from(length), 0, 0)),
            };
            runs.push(symbol);
            left -= now;
        }
    }
    runs
}

/// A prefix code: for each symbol its bits, the first of them lowest, and how many there are.
struct Code(Vec<(u16, u8)>);

impl Code {
    /// The best one for symbols that come so often, none longer than `most` bits.
    fn new(counts: &[u32], most: u8) -> Self {
        let mut counts = counts.to_vec();
        let mut lengths = lengths(&counts);
        while lengths.iter().any(|length| *length > most) {
            // Counts that differ less have lengths that differ less.
            counts.iter_mut().for_each(|count| *count = count.div_ceil(2));
            lengths = self::lengths(&counts);
        }
        let mut next = 0_u16;
        let mut codes = vec![(0, 0); lengths.len()];
        for length in 1..=most {
            next <<= 1;
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, it)| **it == length) {
                codes[symbol] = (next.reverse_bits() >> (16 - length), length);
                next += 1;
            }
        }
        Self(codes)
    }
}

/// How many bits each symbol has in Huffman's code.
fn lengths(counts: &[u32]) -> Vec<u8> {
    // What is joined stands behind the symbols, each with the one that it was joined into.
    let mut above = vec![0; counts.len()];
    let used = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let mut heap: BinaryHeap<_> = used.map(|(symbol, count)| Reverse((*count, symbol))).collect();
    while let (Some(Reverse((one, first))), Some(Reverse((other, second)))) = (heap.pop(), heap.pop()) {
        (above[first], above[second]) = (above.len(), above.len());
        heap.push(Reverse((one + other, above.len())));
        above.push(0);
    }
    let mut depths = vec![0_u8; above.len()];
    for node in (0..above.len()).rev().filter(|node| above[*node] > 0) {
        depths[node] = depths[above[node]] + 1;
    }
    depths.truncate(counts.len());
    depths
}

/// Bits as they are written, the first one lowest.
struct Bits {
    /// Bytes that are written, and room for more.
    out: Vec<u8>,
    /// How many are written.
    end: usize,
    /// Bits that make no byte yet,
    held: u64,
    /// fewer than eight.
    count: u32,
}

impl Bits {
    /// Nothing yet, and room for so many bytes.
    fn with_room(bytes: usize) -> Self {
        Self { out: vec![0; bytes], end: 0, held: 0, count: 0 }
    }

    /// Writes up to 56 bits.
    #[inline]
    fn put(&mut self, bits: u64, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        self.out[self.end..self.end + 8].copy_from_slice(&self.held.to_le_bytes());
        self.end += (self.count / 8) as usize;
        self.held >>= self.count & !7;
        self.count %= 8;
    }

    #[inline]
    fn code(&mut self, code: &Code, symbol: usize) {
        let (bits, length) = code.0[symbol];
        self.put(u64::from(bits), u32::from(length));
    }

    fn finish(mut self) -> Vec<u8> {
        self.out.truncate(self.end + usize::from(self.count > 0));
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_compressor_reads_it() {
        let mut seed = 1_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % most
        };
        for stride in [40, 601, 1201, 4000] {
            for (colours, longest) in [(1, 1), (2, 900), (60, 1), (60, 40), (256, 3000)] {
                let mut bytes = Vec::new();
                while bytes.len() < 40_000 {
                    let (colour, times) = (next(colours) as u8, next(longest) as usize + 1);
                    if bytes.len() > stride && next(3) == 0 {
                        let from = bytes.len() - stride;
                        bytes.extend_from_within(from..from + times.min(stride));
                    }
                    bytes.extend(std::iter::repeat_n(colour, times));
                }
                let made = zlib(&bytes, stride);
                assert!(
                    fdeflate::decompress_to_vec(&made).is_ok_and(|it| it == bytes),
                    "{stride}, {colours}, {longest}"
                );
            }
        }
        for length in 1..20 {
            let bytes = vec![7; length];
            assert!(fdeflate::decompress_to_vec(&zlib(&bytes, 5)).is_ok_and(|it| it == bytes), "{length}");
        }
    }

    #[test]
    fn no_code_is_longer_than_it_may_be() {
        // Of counts like these, each symbol has one bit more than the one before.
        let mut counts = vec![1_u32, 1];
        while counts.len() < 30 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        for most in [7, 15] {
            let code = Code::new(&counts, most);
            let room: u32 = code.0.iter().map(|(_, length)| 1 << (most - length)).sum();
            assert!(code.0.iter().all(|(_, length)| (1..=most).contains(length)));
            assert_eq!(room, 1 << most, "every bit leads somewhere");
        }
    }
}
