"""A small picture for each issue: two falling steps in the issue's own colours, as PNG."""

from random import Random
from struct import pack
from zlib import compress, crc32

WIDTH, HEIGHT = 160, 90


def png(seed):
    """The bytes of the picture that belongs to this seed, about half a kilobyte."""
    rng = Random(seed)
    colours = bytes([255, 255, 255]) + bytes(rng.randrange(200) for _ in range(6))
    rows = [bytearray(WIDTH) for _ in range(HEIGHT)]
    for colour in (1, 2):
        y = 8
        for x in range(8, WIDTH - 8):
            drop = rng.randrange(3) if rng.random() < 0.3 else 0
            for fill in range(y, min(y + drop + 2, HEIGHT - 6)):
                rows[fill][x] = colour
            y = min(y + drop, HEIGHT - 8)
    pixels = b"".join(b"\0" + bytes(row) for row in rows)
    header = pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"PLTE", colours)
            + chunk(b"IDAT", compress(pixels, 9)) + chunk(b"IEND", b""))


def chunk(kind, data):
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
