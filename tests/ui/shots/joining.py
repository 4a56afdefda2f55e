"""The first run, and the dialog that lets a place in."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop.domain.backup.errors import SiteNotBroughtBackError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.adapters.keys.recovery import RecoveryPassphraseWrongError
from desktop.services.trust.invitations import InvitationState
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.refusals import JoinCodeWrongError
from desktop.services.trust.standing import Standing
from desktop.ui.first_run import FirstRunWindow
from desktop.ui.join_again import JoinAgainWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.bringing_back import Progress, progress_words
from desktop.ui.views.first_run import Key, Page
from desktop.ui.views.inviting import AskView, CodeView, ManyView
from desktop.ui.words import Words
from tests.ui import invite_sample
from tests.ui.backup_sample import FOUND
from tests.ui.invite_sample import ADDRESSES
from tests.ui.shots.looks import LOOKS, look_of, save, settle


def answer_first_run(window: FirstRunWindow, page: Page, scheme: Scheme, words: Words) -> None:
    """What came of what was typed there."""
    if page in {Page.JOIN, Page.AGAIN}:
        window.findChildren(QLineEdit)[1].setText("KXRT-94ML")
        window.show_error(JoinCodeWrongError())
    if page is Page.CREATE and scheme is Scheme.DARK:
        window.show_error(PrivateFileNotSavedError())
    if page is Page.RESTORE and scheme is Scheme.DARK:
        window.show_error(RecoveryPassphraseWrongError())
    if page is Page.FOUND and scheme is Scheme.DARK:
        window.show_error(SiteNotBroughtBackError())
    if page is Page.FOUND and scheme is Scheme.LIGHT and words.language == "es":
        so_far = Progress(1500, 20_000)
        window.show_progress(progress_words(so_far, words), so_far.share)


def draw_first_runs(app: QApplication, out: Path) -> Iterator[Path]:
    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            for page in Page:
                words = Words.of(language)
                window = FirstRunWindow(appearance=appearance, words=words)
                if page is Page.AGAIN:
                    window = JoinAgainWindow(
                        appearance=appearance, words=words, person="Maria Delgado"
                    )
                if page in {Page.JOIN, Page.AGAIN}:
                    window.suggest(Key.ADDRESS, "192.168.1.20:18884")
                window.open_page(page)
                if page is Page.FOUND:
                    window.show_found(FOUND)
                if page is Page.CREATE and scheme is not Scheme.LIGHT:
                    window.findChildren(QPushButton)[-1].click()
                window.show()
                settle(app)
                answer_first_run(window, page, scheme, words)
                settle(app)
                file = f"first-{page.value}-{look_of(scheme, scale)}-{language}.png"
                yield save(window, out / file)
                window.hide()


def invite_views(words: Words) -> dict[str, AskView | CodeView | ManyView]:
    """The pages of the dialog that lets a place in."""

    def code(standing: Standing, **more: object) -> CodeView:
        given = {"addresses": ADDRESSES[:1], **more}
        return CodeView.of(standing, words=words, **given)  # type: ignore[arg-type] # a test's shorthand

    over = InvitationState.EXPIRED
    return {
        "first": AskView.of(words=words, role=Role.COUNTER, is_first=True),
        "ask": AskView.of(words=words, role=Role.COUNTER, open_codes=3),
        "refused": AskView.of(words=words, role=Role.COUNTER, error=NotAnAdministratorError()),
        "code": code(invite_sample.standing()),
        "guessed": code(
            invite_sample.standing(tries=2),
            addresses=ADDRESSES,
            other_port=18884,
            sheet="/home/ana/Documents/join-codes.pdf",
        ),
        "joined": code(invite_sample.joined()),
        "expired": code(invite_sample.standing(over)),
        "burned": code(invite_sample.burned()),
        "many": ManyView.of(invite_sample.batch(), words=words, addresses=ADDRESSES[:1]),
    }


def draw_invites(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.inviting.window import InviteWindow

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            words = Words.of(language)
            for name, view in invite_views(words).items():
                window = InviteWindow(appearance=appearance, words=words)
                if isinstance(view, AskView):
                    window.show_ask(view)
                elif isinstance(view, CodeView):
                    window.show_code(view)
                else:
                    window.show_many(view)
                window.show()
                if scale > 1:  # as on a screen with room for it
                    window.resize(round(600 * scale), 1300)
                settle(app)
                file = f"invite-{name}-{look_of(scheme, scale)}-{language}.png"
                yield save(window, out / file)
                window.hide()
