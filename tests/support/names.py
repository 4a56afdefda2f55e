"""Any name at all, in many scripts, and records that have it where it must not be read."""

from hypothesis import strategies as st

from desktop.domain.folding import folded as folded_name
from desktop.domain.reports.field import Answer
from desktop.domain.reports.report import Report
from desktop.services.reports.names_in_text import NO_NAMES, ORDINARY
from tests.support.incident_story import folded, submission

_SCRIPTS = {
    "Latin": ("abcdefghijklmnopqrstuvwxyzáéíóúñçøłßåšž", 6, " "),
    "Greek": ("αβγδεζηθικλμνξοπρστυφχψω", 6, " "),
    "Cyrillic": ("абвгдежзийклмнопрстуфхцчшщыэюя", 6, " "),
    "Hebrew": ("אבגדהוזחטיכלמנסעפצקרשת", 4, " "),
    "Arabic": ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 4, " "),
    "Devanagari": ("कखगघचछजझटठडढतथदधनपफबभमयरलवशषसहािीुूेैोौ", 4, " "),
    "Thai": ("กขคงจฉชซญดตถทนบปผพฟมยรลวสหอะาิีุู", 4, ""),
    "Han": ("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹", 2, ""),
    "Hiragana": ("あいうえおかきくけこさしすせそなにぬねのまみむめもやゆよらりるれろ", 3, ""),
    "Katakana": ("アイウエオカキクケコサシスセソナニヌネノマミムメモラリルレロ", 3, " "),
    "Hangul": ("김이박최정강조윤장임한오서신권황안송유홍민수지영현", 3, ""),
}
NAME_FIELDS = (
    *(("customers", key) for key in ("name", "alias")),
    *(("witnesses", "name"), ("affected", "name"), ("personnel", "name"), ("promises", "who")),
    *(("", key) for key in ("reporter_name", "police_by", "officer", "companion", "reply_by")),
    *(("", key) for key in ("hurt_name", "physician", "ask_name", "voice_like")),
)
_KEPT = ("place", "agency", "digital_channel", "call_length", "receiving_number", "lost_time")


@st.composite
def names(draw: st.DrawFn) -> tuple[str, str]:
    """A name of one or two words, and what parts a word of its script from the next one."""
    letters, least, between = _SCRIPTS[draw(st.sampled_from(sorted(_SCRIPTS)))]
    word = st.text(letters, min_size=least, max_size=least + 4).filter(is_no_word)
    if letters.startswith("abc"):
        word |= st.sampled_from(sorted(ORDINARY))
    word = word.map(str.capitalize)
    return " ".join(draw(st.lists(word, min_size=1, max_size=2))), between


def is_no_word(name: str) -> bool:
    """Hypothesis tries the words of our own lists, too: *police* is nobody's name."""
    return folded_name(name) not in NO_NAMES


def pasted(name: str, between: str, spelled: str) -> str:
    written = {"as it is": name, "small": name.lower(), "large": name.upper()}[spelled]
    return f"7{between}{written}{between}7"


def a_record_with(name: str, between: str, field: tuple[str, str], spelled: str) -> Report:
    rows, key = field
    text = pasted(name, between, spelled)
    answers: dict[str, Answer] = {**dict.fromkeys(_KEPT, text), "police_called": True}
    answers[rows or key] = [{key: name}] if rows else name
    return folded(submission(answers, reporter="Q", place=f"Q {text}", pin_checked=True))
