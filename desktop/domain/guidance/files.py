"""The files that the guidance brings with it, such as the site's crisis plan."""

from desktop.domain.guidance.guidance import Guidance
from desktop.domain.named_files import NamedFiles


def files_of_guidance(guidance: Guidance) -> NamedFiles:
    """At hand are those of the cards in use, and of versions that may be in use next; named those
    of any version. Not those that cannot be, for an event may name anything.
    """
    everything = [one for known in guidance.histories.values() for one in known.editions]
    in_use = {shown.version for shown in guidance.shown.values()}
    in_use |= {head.version for known in guidance.histories.values() for head in known.heads}
    return NamedFiles(
        tuple(
            (file, edition.desk)
            for edition in everything
            if edition.version in in_use
            for file in edition.files
            if file.blob.is_sound
        ),
        frozenset(
            file.sha256 for edition in everything for file in edition.files if file.blob.is_sound
        ),
    )
