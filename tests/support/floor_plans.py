"""Pictures of floors for tests and pictures: drawn here, so that no file has to be brought."""

from pathlib import Path

from PIL import Image, ImageDraw

INK = (30, 34, 40)


def draw_floor(file: Path, *, width: int = 1200, height: int = 800) -> Path:
    """Save a drawing of an office floor: rooms above, a counter, a waiting room."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    thick = max(2, width // 240)

    def wall(*points: tuple[float, float], times: int = 1) -> None:
        at = [(x * (width - 1), y * (height - 1)) for x, y in points]
        pen.line(at, fill=INK, width=thick * times)

    wall((0.005, 0.01), (0.995, 0.01), (0.995, 0.99), (0.22, 0.99))
    wall((0.08, 0.99), (0.005, 0.99), (0.005, 0.01))
    for x in (0.16, 0.31, 0.46, 0.7):
        wall((x, 0.01), (x, 0.38))
    for begin, end in ((0.005, 0.05), (0.11, 0.2), (0.26, 0.35), (0.41, 0.55), (0.61, 0.76)):
        wall((begin, 0.38), (end, 0.38))
    wall((0.82, 0.38), (0.995, 0.38))
    wall((0.005, 0.53), (0.7, 0.53), times=3)  # the counter
    wall((0.7, 0.53), (0.83, 0.53))
    wall((0.9, 0.53), (0.995, 0.53))
    wall((0.7, 0.53), (0.7, 0.85))
    wall((0.7, 0.77), (0.995, 0.77))
    wall((0.7, 0.95), (0.7, 0.99))
    image.save(file)
    return file
