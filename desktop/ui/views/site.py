"""The Site page: a card for each subject, with what holds now and who may change it."""

from collections.abc import Mapping

import msgspec

from desktop.domain.board import Board
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import Situation
from desktop.domain.recovery.facts import LastCheck
from desktop.domain.roster.facts import DevicePlaced
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.settings import Key
from desktop.domain.settings.spoken import Spoken
from desktop.services.retention.standing import RetentionStanding
from desktop.services.trust.placing import Standpoint
from desktop.services.trust.standing import Standing
from desktop.ui.views.contact_rows import Outside
from desktop.ui.views.people import desk_name
from desktop.ui.views.site_backup import BackupStanding, backup_card
from desktop.ui.views.site_cards import CardView, Editing, RowKey
from desktop.ui.views.site_codes import codes_card
from desktop.ui.views.site_keeping import keeping_card
from desktop.ui.views.site_others import outside_card, plan_card, relays_card
from desktop.ui.views.site_recovery import RecoveryAsked, recovery_card
from desktop.ui.views.site_rules import RULES, keys_card, rules_card
from desktop.ui.views.site_stations import STATION, stations_card
from desktop.ui.views.site_steps import steps_card
from desktop.ui.words import Words


class SiteStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How the site stands, as this desk knows it.

    ``moved`` is where stations stood before they were placed anew from here; ``floors`` are the
    names of those that have a plan; ``outside`` are this desk's own contacts; ``retention`` is
    ``None`` while the disk is read.
    """

    roster: Roster
    board: Board
    spoken: Mapping[Key, Spoken] = {}
    moved: Mapping[DeviceId, Standpoint] = {}
    codes: tuple[Standing, ...] = ()
    recovery: LastCheck | None = None
    backup: BackupStanding = BackupStanding()
    outside: Outside | None = None
    senders: tuple[DeviceId, ...] = ()
    floors: tuple[str, ...] = ()
    retention: RetentionStanding | None = None
    has_authority: bool = False
    """This desk holds the key that lets stations in and takes them out."""


class SiteAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What the person at the page is about: what they search, look at and change."""

    search: str = ""
    editing: Editing = Editing()
    situation: Situation = Situation.PANIC
    recovery: RecoveryAsked | None = None
    is_trying: bool = False
    """A passphrase is being tried."""


def undone_by(site: SiteStanding, row: RowKey, situation: Situation) -> object:
    """What *Undo* in that row is about: what holds, and what it goes back to. Another value is
    another undo than the one that somebody read.
    """
    if row in RULES:
        return site.spoken.get(row)
    if row.startswith(STATION):
        device = row.removeprefix(STATION)
        member = site.roster.device(device)
        stands = member and (member.place, member.area, member.name)
        return stands, site.moved.get(device)
    steps = site.board.protocol or SiteProtocol()
    return (
        steps.revisions.get(situation),
        steps.own.get(situation),
        steps.before.get(situation),
    )


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page draws."""

    sentence: str
    cards: tuple[CardView, ...]

    @classmethod
    def of(
        cls,
        site: SiteStanding,
        asked: SiteAsked = SiteAsked(),  # noqa: B008 (a value)
        *,
        words: Words,
    ) -> "SiteView":
        """Return the page for what holds."""
        of_stations, of_rules = administrators_alone(site, words), supervisors_alone(site, words)
        editing, roster, board = asked.editing, site.roster, site.board
        return cls(
            sentence=words("Site: {name}", name=roster.name),
            cards=(
                stations_card(
                    roster,
                    board,
                    words=words,
                    why_not=of_stations,
                    search=asked.search,
                    editing=editing,
                    before=site.moved,
                    has_authority=not of_stations,
                    is_working=asked.is_trying,
                ),
                codes_card(site.codes, words=words, why_not=of_stations),
                recovery_card(
                    site.recovery,
                    asked.recovery,
                    words=words,
                    why_not=of_rules,
                    editing=editing,
                    is_working=asked.is_trying,
                ),
                backup_card(site.backup, roster, words=words, why_not=of_rules, editing=editing),
                rules_card(site.spoken, words=words, why_not=of_rules, editing=editing),
                keys_card(site.spoken, words=words, why_not=of_rules, editing=editing),
                outside_card(site.outside, site.senders, roster, words=words),
                steps_card(
                    board.protocol or SiteProtocol(),
                    asked.situation,
                    words=words,
                    why_not=of_rules,
                    editing=editing,
                ),
                plan_card(site.floors, words=words),
                keeping_card(
                    site.retention,
                    site.spoken,
                    words=words,
                    why_not=of_stations,
                    editing=editing,
                ),
                relays_card(roster, board, words=words),
            ),
        )


def administrators_alone(site: SiteStanding, words: Words) -> str:
    """Return why nobody changes stations here; "" where somebody may."""
    me = site.board.me.device
    if site.has_authority and site.roster.may_speak(me, DevicePlaced.TYPE):
        return ""
    desks = {desk.device: desk_name(desk) for desk in site.board.desks}
    names = [desks.get(one.device, one.place) for one in site.roster.administrators]
    if not names:
        return words("Only an administrator's desk changes this, and this site has none now.")
    return words("Only an administrator's desk changes this: {names}.", names=", ".join(names))


def supervisors_alone(site: SiteStanding, words: Words) -> str:
    """Return why nobody sets anything for the site here; "" where somebody may."""
    if site.roster.may_speak(site.board.me.device, SettingPreset.TYPE):
        return ""
    return words("This desk was taken out of the site, so nobody believes what is set here.")
