"""A page to look at where no report's PDF is at hand: letterhead, facts, story. Bare reportlab."""

from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import escapeOnce
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from desktop.domain.reports.fields import BY_KEY
from desktop.services.adapters.pdf import fonts
from desktop.services.reports.ports import Draft

GREY, LINE = HexColor(0x5C6572), HexColor(0xC6CBD3)
FACTS = (
    ("From", "began"),
    ("To", "ended"),
    ("Place", "place"),
    ("Reported by", "reporter_name"),
    ("Job title", "reporter_title"),
    ("Customer", "customers"),
)


def _fact(draft: Draft, key: str) -> str:
    answer = draft.answers.get(key, "")
    if isinstance(answer, list):
        return ", ".join(str(one.get("name", "")) for one in answer if isinstance(one, dict))
    return str(answer).replace("T", ", ")


def render(draft: Draft) -> bytes:
    """Two pages, much like the product's."""
    fonts.register_fonts()
    out = BytesIO()
    head = ParagraphStyle("h", fontName=fonts.STRONG, fontSize=10.5, leading=15, spaceBefore=12)
    text = ParagraphStyle("t", fontName=fonts.REGULAR, fontSize=9.75, leading=15)
    title = ParagraphStyle("x", fontName=fonts.STRONG, fontSize=18, leading=24)
    story: list[object] = [Paragraph("Incident report: counter", title), Spacer(1, 8)]
    small = ParagraphStyle("s", fontName=fonts.REGULAR, fontSize=8.25, leading=11, textColor=GREY)
    fact = ParagraphStyle("f", fontName=fonts.MEDIUM, fontSize=9.75, leading=13.5)
    cells = [
        [Paragraph(label, small), Paragraph(escapeOnce(_fact(draft, key)), fact)]
        for label, key in FACTS
    ]
    style = [("BOX", (0, 0), (-1, -1), 0.5, LINE), ("INNERGRID", (0, 0), (-1, -1), 0.5, LINE)]
    story.append(Table([cells[:3], cells[3:]], colWidths=[172] * 3, style=style))
    for key, answer in draft.answers.items():
        if isinstance(answer, str) and BY_KEY[key].entry.value == "text":
            story.append(Paragraph(escapeOnce(BY_KEY[key].label), head))
            story += [Paragraph(escapeOnce(line), text) for line in answer.split("\n")]
    story.append(Spacer(1, 420))
    story.append(Paragraph("What staff did", head))
    story.append(Paragraph("Not filled in yet.", text))

    def furnish(canvas: Canvas, _document: object) -> None:
        canvas.setFont(fonts.STRONG, 11.5)
        canvas.drawString(48, 740, "Alder County Health Department")
        canvas.drawRightString(564, 740, "Draft")
        canvas.line(48, 722, 564, 722)
        canvas.setFont(fonts.REGULAR, 8.25)
        canvas.drawString(48, 40, "Draft. Not submitted.")

    SimpleDocTemplate(
        out, pagesize=LETTER, leftMargin=48, rightMargin=48, topMargin=84, bottomMargin=60
    ).build(story, onFirstPage=furnish, onLaterPages=furnish)
    return out.getvalue()
