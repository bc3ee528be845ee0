"""An invented section through a chest with a dose wash, in the shades of a scan: the demonstration's photograph.

    python3 tests/bench/phantom.py >phantom.ppm

Any program makes a JPEG of it (quality 82). Nothing in it was measured: it is made of ellipses, a fall of dose and noise, from a fixed seed.
"""

import sys
from math import exp, hypot, sin
from random import Random

WIDTH, HEIGHT = 1200, 800

# Centre, radii and shade of each part, later ones above earlier ones; in parts of the height, from the middle.
PARTS = [
    ((0, 0), (.62, .42), 118), ((0, 0), (.58, .385), 150), ((-.27, -.01), (.22, .27), 34), ((.27, -.02), (.21, .28), 34),
    ((.03, .02), (.11, .13), 162), ((0, .235), (.065, .075), 225), ((0, .235), (.026, .03), 140), ((0, .33), (.018, .06), 205),
    ((-.40, .16), (.02, .05), 215), ((.41, .16), (.02, .05), 215), ((-.50, -.05), (.018, .06), 215), ((.50, -.06), (.018, .06), 215),
    ((-.02, -.33), (.06, .02), 210), ((.30, -.04), (.035, .032), 145),
]
TARGET = (.30, -.04)
# Up to which part of the dose, and its colour.
WASH = [(.95, (232, 66, 50)), (.80, (240, 150, 40)), (.50, (236, 214, 70)), (.20, (70, 160, 210))]


def shade(x, y):
    value = 6
    for (cx, cy), (rx, ry), tone in PARTS:
        inside = 1 - hypot((x - cx) / rx, (y - cy) / ry)
        if inside > 0:
            value += (tone - value) * min(1, inside * 40)
    return value + 4 * sin(31 * x + 7 * sin(19 * y)) * (value > 20)


def dose(x, y):
    far = hypot((x - TARGET[0]) * (1 + .35 * (y > TARGET[1])), (y - TARGET[1]) * 1.1)
    return 1 if far < .045 else exp(-((far - .045) / .085) ** 1.25)


def main():
    rng = Random(1112)
    out = bytearray()
    for row in range(HEIGHT):
        for column in range(WIDTH):
            x, y = (column - WIDTH / 2) / HEIGHT, (row - HEIGHT / 2) / HEIGHT
            grey = shade(x, y) + rng.gauss(0, 3)
            pixel = [grey, grey, grey]
            got = dose(x, y)
            for level, colour in WASH:
                if got >= level:
                    pixel = [.62 * own + .38 * tint for own, tint in zip(pixel, colour)]
                    break
            out += bytes(max(0, min(255, round(it))) for it in pixel)
    sys.stdout.buffer.write(b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + bytes(out))


if __name__ == "__main__":
    main()
