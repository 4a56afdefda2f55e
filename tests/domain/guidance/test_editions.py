"""What a site makes of the guidance, folded from versions in whatever order they come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.guidance.editions import Edition, History
from desktop.domain.guidance.files import files_of_guidance
from desktop.domain.guidance.guidance import CardIn, Guidance, Texts, fold_guidance
from desktop.domain.named_files import NamedFiles
from desktop.domain.reports.attachments import Attachment
from tests.support.guidance import (
    a_guide,
    a_ladder,
    a_situation,
    an_edition,
    at_minute,
    read,
    says,
    shipped,
)

OURS = shipped(calm=a_guide("calm", "As it ships."), counter=a_ladder("you", "limit"))
PLAN = Attachment(name="Plan.pdf", media="application/pdf", size=900, sha256="a" * 64)
OLD_PLAN = Attachment(name="Old plan.pdf", media="application/pdf", size=800, sha256="b" * 64)


def folded(*editions: Edition) -> Guidance:
    return fold_guidance(OURS, editions, read)


def shown(guidance: Guidance, card: str = "calm") -> str:
    return says(guidance.shown[card].card)


def refusals(guidance: Guidance) -> list[str]:
    return [str(refusal) for refusal in guidance.refused]


# --- in use ---------------------------------------------------------------------------------


def test_a_card_that_the_site_never_touched_is_shown_as_it_ships() -> None:
    guidance = folded()
    assert shown(guidance) == "As it ships."
    assert guidance.version_of("calm") == ""
    assert guidance.history("calm") == History()


def test_the_last_version_of_a_line_is_in_use() -> None:
    guidance = folded(an_edition("v1"), an_edition("v2", bases=("v1",), minute=5))
    assert shown(guidance) == "As v2 says."
    assert guidance.version_of("calm") == "v2"
    assert not guidance.refused


def test_years_of_versions_are_not_read_to_show_the_last_one() -> None:
    asked: list[Texts] = []

    def noting(name: str, texts: Texts) -> CardIn:
        asked.append(texts)
        return read(name, texts)

    years = [an_edition(f"v{at}", bases=(f"v{at - 1}",), minute=at) for at in range(500)]
    guidance = fold_guidance(OURS, years, noting)
    assert guidance.version_of("calm") == "v499"
    assert asked == [years[-1].texts]


def test_a_version_replaces_what_it_was_made_from_whatever_the_clocks_say() -> None:
    ahead = an_edition("v1", minute=60 * 24 * 3650)
    guidance = folded(ahead, an_edition("v2", bases=("v1",)))
    assert shown(guidance) == "As v2 says."
    assert [one.version for one in guidance.history("calm").editions] == ["v1", "v2"]


def test_a_card_of_the_site_s_own_stands_beside_those_that_ship() -> None:
    guidance = folded(an_edition("v1", "parking"))
    assert {*guidance.shown} == {"calm", "counter", "parking"}
    assert guidance.library("en").find("parking") is not None


def test_a_hidden_card_is_in_no_library_and_comes_back_with_its_next_version() -> None:
    hidden = an_edition("v1", is_hidden=True)
    assert folded(hidden).library("en").find("calm") is None
    assert folded(hidden, an_edition("v2", bases=("v1",))).library("en").find("calm") is not None


def test_a_card_is_shown_in_the_language_that_was_asked_for_and_else_in_its_first() -> None:
    texts = a_guide("calm", "Slowly.")
    turned = {"es": texts["es"], "en": texts["en"]}
    only_english = {"en": texts["en"]}
    library = folded(an_edition("v1", texts=turned)).library("es")
    assert library.cards["calm"].sections[0].heading == "Más"
    assert "calm" not in library.lacking
    library = folded(an_edition("v1", texts=only_english)).library("es")
    assert library.cards["calm"].sections[0].heading == "More"
    assert "calm" in library.lacking


# --- at once --------------------------------------------------------------------------------

FIRST = an_edition("v1")
AT_ANAS = an_edition("a", bases=("v1",), minute=5, editor="Ana")
AT_MARCUS = an_edition("m", bases=("v1",), minute=6, editor="Marcus")


def test_an_edit_at_two_desks_at_once_is_named_and_the_version_before_both_is_used() -> None:
    guidance = folded(FIRST, AT_ANAS, AT_MARCUS)
    assert shown(guidance) == "As v1 says."
    assert refusals(guidance) == ["“calm”: Ana and Marcus changed it at the same time."]
    assert "keep one" in guidance.refused[0].advice
    assert guidance.history("calm").is_contested


def test_where_both_changed_the_card_as_it_ships_that_one_is_used() -> None:
    guidance = folded(an_edition("a"), an_edition("m", minute=1, editor="Marcus"))
    assert shown(guidance) == "As it ships."
    assert len(guidance.refused) == 1


def test_a_new_card_that_two_desks_wrote_at_once_is_not_shown_before_one_is_chosen() -> None:
    one, other = an_edition("a", "parking"), an_edition("m", "parking", editor="Marcus")
    assert "parking" not in folded(one, other).shown
    joined = an_edition("j", "parking", bases=("a", "m"), minute=9)
    assert shown(folded(one, other, joined), "parking") == "As j says."


def test_whoever_joins_both_ends_the_dispute() -> None:
    joined = an_edition("j", bases=("a", "m"), minute=10)
    guidance = folded(FIRST, AT_ANAS, AT_MARCUS, joined)
    assert shown(guidance) == "As j says."
    assert not guidance.refused
    assert [head.version for head in guidance.history("calm").heads] == ["j"]


def test_what_one_person_wrote_at_two_desks_is_named_so() -> None:
    guidance = folded(FIRST, AT_ANAS, an_edition("m", bases=("v1",), editor="Ana"))
    assert refusals(guidance) == ["“calm”: Ana changed it at two desks at the same time."]


def test_two_desks_that_wrote_the_very_same_have_no_dispute() -> None:
    same = an_edition("m", says="As a says.", bases=("v1",), minute=6, editor="Marcus")
    guidance = folded(FIRST, AT_ANAS, same)
    assert shown(guidance) == "As a says."
    assert not guidance.refused


def test_whoever_replaces_one_of_two_that_say_the_same_replaces_both() -> None:
    same = an_edition("m", says="As a says.", bases=("v1",), minute=6, editor="Marcus")
    history = folded(FIRST, AT_ANAS, same).history("calm")
    assert history.same_as(["a"]) == ("a", "m")
    assert history.same_as(["v1"]) == ("v1",)


def test_of_three_the_two_that_differ_are_named() -> None:
    same = an_edition("b", says="As a says.", bases=("v1",), minute=5, editor="Bea")
    guidance = folded(FIRST, AT_ANAS, same, AT_MARCUS)
    assert "Marcus" in refusals(guidance)[0]
    assert shown(guidance) == "As v1 says."


def test_two_joinings_at_once_go_back_to_what_everybody_agreed_on_not_to_one_side() -> None:
    one = an_edition("j1", bases=("a", "m"), minute=10, editor="Ana")
    other = an_edition("j2", bases=("a", "m"), minute=11, editor="Marcus")
    assert shown(folded(FIRST, AT_ANAS, AT_MARCUS, one, other)) == "As v1 says."


# --- not to be used -------------------------------------------------------------------------


def test_a_version_that_cannot_be_read_is_named_and_the_one_before_it_used() -> None:
    broken = an_edition("v2", texts={"en": "no header"}, bases=("v1",), minute=5)
    guidance = folded(FIRST, broken)
    assert shown(guidance) == "As v1 says."
    assert len(refusals(guidance)) == 1
    assert guidance.refused[0].card == "calm"


@pytest.mark.parametrize("texts", [{}, {"en": ""}, {"en": a_guide("other")["en"]}])
def test_where_nothing_of_the_site_can_be_read_the_card_is_shown_as_it_ships(
    texts: dict[str, str],
) -> None:
    guidance = folded(an_edition("v1", texts=texts))
    assert shown(guidance) == "As it ships."
    assert len(guidance.refused) == 1


def test_a_version_that_leads_to_a_card_that_is_not_there_falls_back() -> None:
    lost = an_edition("v2", says="See [it](card:nowhere).", bases=("v1",), minute=5)
    guidance = folded(FIRST, lost)
    assert shown(guidance) == "As v1 says."
    assert "nowhere" in refusals(guidance)[0]


def test_it_is_used_once_the_other_card_is_there() -> None:
    leads = an_edition("v2", says="See [it](card:parking).", bases=("v1",), minute=5)
    guidance = folded(FIRST, leads, an_edition("p", "parking"))
    assert guidance.version_of("calm") == "v2"
    assert not guidance.refused


def test_a_ladder_that_lost_the_rung_of_a_card_as_it_ships_falls_back() -> None:
    """The card itself is nobody's change, so the ladder steps back."""
    ours = {**OURS, **shipped(shouting=a_situation(rung="limit"))}
    shorter = an_edition("l", "counter", texts=a_ladder("you", "panic"))
    guidance = fold_guidance(ours, [shorter], read)
    assert guidance.version_of("counter") == ""
    assert len(guidance.refused) == 1


def test_a_card_and_its_ladder_change_together_where_they_fit_each_other() -> None:
    ours = {**OURS, **shipped(shouting=a_situation(rung="limit"))}
    ladder = an_edition("l", "counter", texts=a_ladder("you", "panic"))
    card = an_edition("s", "shouting", texts=a_situation(rung="panic"))
    guidance = fold_guidance(ours, [card, ladder], read)
    assert (guidance.version_of("counter"), guidance.version_of("shouting")) == ("l", "s")


def test_two_edits_that_lead_round_in_a_circle_do_not_both_hold() -> None:
    ours = {
        **OURS,
        **shipped(shouting=a_situation(), threats=a_situation("threats", place=2)),
    }
    one = an_edition("s", "shouting", texts=a_situation(worse="threats"))
    other = an_edition("t", "threats", texts=a_situation("threats", place=2, worse="shouting"))
    guidance = fold_guidance(ours, [one, other], read)
    used = {guidance.version_of("shouting"), guidance.version_of("threats")}
    assert used in ({"s", ""}, {"t", ""})
    assert len(guidance.refused) == 1


def test_what_is_wrong_with_a_card_as_it_ships_takes_no_change_of_the_site_s_away() -> None:
    ours = {**OURS, **shipped(queue=a_guide("queue", "See [it](card:nowhere)."))}
    queue = an_edition("q", "queue", says="See [it](card:nowhere). Twice.")
    guidance = fold_guidance(ours, [an_edition("v1"), queue], read)
    assert (guidance.version_of("calm"), guidance.version_of("queue")) == ("v1", "q")


# --- in any order ---------------------------------------------------------------------------

STORY = (
    FIRST,
    AT_ANAS,
    AT_MARCUS,
    an_edition("j1", bases=("a", "m"), minute=10),
    an_edition("j2", bases=("a", "m"), minute=3, editor="Marcus"),
    an_edition("b", texts={"en": "no header"}, bases=("j1",), minute=1),
    an_edition("p1", "parking", minute=2),
    an_edition("p2", "parking", says="[Lost](card:nowhere).", bases=("p1",), minute=2),
    an_edition("l", "counter", texts=a_ladder("you", "panic"), files=(PLAN,)),
    an_edition("h", "counter", texts=a_ladder("you"), bases=("l",), is_hidden=True, minute=-5),
)


def in_words(guidance: Guidance) -> object:
    return (
        {name: (one.version, one.is_hidden) for name, one in guidance.shown.items()},
        dict(guidance.histories),
        refusals(guidance),
        files_of_guidance(guidance),
    )


@given(st.permutations(STORY), st.lists(st.sampled_from(STORY), max_size=5))
def test_any_order_and_any_doubles_give_the_same(
    order: list[Edition], twice: list[Edition]
) -> None:
    assert in_words(folded(*order, *twice)) == in_words(folded(*STORY))


@given(st.data())
def test_whatever_came_so_far_is_shown_is_a_version_that_came_or_ships(data: st.DataObject) -> None:
    came = data.draw(st.lists(st.sampled_from(STORY), unique_by=lambda one: one.version))
    guidance = folded(*came)
    assert {"calm", "counter"} <= guidance.shown.keys()
    for name, one in guidance.shown.items():
        assert one.version in {"", *(edition.version for edition in came if edition.card == name)}


@given(st.lists(st.sets(st.integers(0, 11), max_size=2), max_size=12))
def test_what_is_agreed_on_was_never_one_of_two_at_once(made_from: list[set[int]]) -> None:
    """Whatever the versions were made from: a version that all agree on has every other one before
    or after it, up to what is contested now.
    """
    editions = [
        an_edition(str(at), bases=tuple(str(base) for base in bases if base < at), minute=-at)
        for at, bases in enumerate(made_from)
    ]
    history = History.of(editions)
    before: dict[str, set[str]] = {}
    for one in editions:
        before[one.version] = {one.version}.union(*(before[base] for base in one.bases))
    for agreed in history.agreed():
        heads = history.heads
        assert all(agreed.version in before[head.version] for head in heads)
        for other in set[str]().union(*(before[head.version] for head in heads)):
            assert other in before[agreed.version] or agreed.version in before[other]


# --- reviews and files ----------------------------------------------------------------------


def test_cards_whose_review_is_past_are_listed_the_longest_ago_first() -> None:
    guidance = folded(
        an_edition("v1", header="reviewed = 2025-07-02"),
        an_edition("p", "parking", header="reviewed = 2025-01-01"),
        an_edition("n", "noise", header="reviewed = 2026-01-01"),
    )
    assert guidance.overdue(date(2026, 7, 3)) == ("parking", "calm")
    assert guidance.overdue(date(2026, 7, 2)) == ("parking",)


def test_a_hidden_card_is_nobody_s_to_review() -> None:
    past = an_edition("v1", header="reviewed = 2020-01-01", is_hidden=True)
    assert folded(past).overdue(date(2026, 7, 1)) == ()


def test_a_card_of_the_site_without_a_date_counts_from_when_it_was_made() -> None:
    guidance = folded(an_edition("p", "parking"))
    made = at_minute(0).date()
    assert guidance.overdue(made.replace(year=made.year + 1)) == ()
    assert guidance.overdue(made.replace(year=made.year + 1, day=made.day + 1)) == ("parking",)


def test_files_of_the_cards_in_use_are_for_every_station() -> None:
    first = an_edition("v1", files=(OLD_PLAN,))
    files = files_of_guidance(folded(first, an_edition("v2", bases=("v1",), files=(PLAN,))))
    assert files.at_hand == ((PLAN, "desk of Ana"),)
    assert files.named == {PLAN.sha256, OLD_PLAN.sha256}


@pytest.mark.parametrize("blob", ["", "../../identity/key", "/etc/hostname", "A" * 64])
def test_a_file_that_cannot_be_is_nobody_s_to_fetch_or_delete(blob: str) -> None:
    nonsense = Attachment(name="Plan.pdf", media="application/pdf", size=900, sha256=blob)
    assert files_of_guidance(folded(an_edition("v1", files=(nonsense,)))) == NamedFiles()


def test_the_files_of_both_sides_of_a_dispute_are_kept_until_it_ends() -> None:
    at_anas = an_edition("a", bases=("v1",), files=(PLAN,))
    at_marcus = an_edition("m", bases=("v1",), files=(OLD_PLAN,), editor="Marcus")
    files = files_of_guidance(folded(FIRST, at_anas, at_marcus))
    assert {file for file, _ in files.at_hand} == {PLAN, OLD_PLAN}
