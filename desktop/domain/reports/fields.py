"""The field table: every question of an incident report, once.

Form, JSON schema, PDF, redaction, OSHA 301, SB 553 log and search are all made from it. Sources:
the incident report of 000 §4.8, 001 §3.4 and 002 §5d; OSHA Form 301 (29 CFR 1904); California
Labor Code 6401.9 (SB 553); the CISA/DHS bomb threat checklist; HSE and US hospital report forms.
"""

# ruff: noqa: RUF001 (a person reads this, so the apostrophe is the typographic one)

from collections.abc import Iterator, Mapping
from functools import partial

from desktop.domain.reports.field import (
    KIND_LABELS,
    Answer,
    Choice,
    Entry,
    Field,
    Kind,
    Section,
    When,
    is_answered,
)

_happened = partial(Field, section=Section.HAPPENED)
_people = partial(Field, section=Section.PEOPLE)
_behavior = partial(Field, section=Section.BEHAVIOR)
_staff = partial(Field, section=Section.STAFF)
_escalation = partial(Field, section=Section.ESCALATION)
_harm = partial(Field, section=Section.HARM)
_afterwards = partial(Field, section=Section.AFTERWARDS)


def _choices(*labels: str, **keyed: str) -> tuple[Choice, ...]:
    """Choices whose keys are their labels in lower case, and those with keys of their own."""
    plain = (Choice(_key(label), label) for label in labels)
    return (*plain, *(Choice(key, label) for key, label in keyed.items()))


def _key(label: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in label.lower()).split())


def _for(*kinds: Kind) -> When:
    return When(kinds=frozenset(kinds))


def _if(key: str, *answers: str) -> When:
    return When(answered=((key, frozenset(answers)),))


_THREATS = ("threat_to_person", "general_threat", "weapon")
_THREATENED = _if("behavior", *_THREATS)
_HURT = _if("hurt")
_HARMED = When(answered=(("hurt", frozenset()), ("behavior", frozenset({"damage"}))))
_CALL = _for(Kind.THREAT_CALL)
_LETTER = _for(Kind.CORRESPONDENCE)
_VISIT = _for(Kind.VISIT)
_VIOLENT = When(
    answered=(
        ("behavior", frozenset({*_THREATS, "intimidation", "contact", "stalking", "damage"})),
        ("hurt", frozenset()),
    )
)

_letter = partial(_happened, group="Correspondence", when=_LETTER)
_visit = partial(_happened, group="Field visit", when=_VISIT)
_call = partial(_happened, group="Threat call", when=_CALL)
_caller = partial(_happened, group="The caller", when=_CALL)
_logged = partial(_behavior, group="Violent incident log (SB 553)", when=_VIOLENT)

_HAPPENED = (
    _happened(
        "began",
        "Date and time",
        entry=Entry.MOMENT,
        is_short=True,
        is_essential=True,
        osha="11, 13",
        sb553="date_time",
    ),
    _happened("is_about", "The time is approximate", entry=Entry.YES_NO),
    _happened("ended", "To", entry=Entry.TIME, is_short=True, reading="Ended"),
    _happened("place", "Where", is_short=True, sb553="location"),
    _happened(
        "narrative",
        "Tell it in your own words",
        hint="Write what you saw and heard. Leave out guesses.",
        entry=Entry.TEXT,
        is_short=True,
        is_essential=True,
        is_personal=True,
        osha="15",
        sb553="description",
        reading="In the reporter’s words",
    ),
    _happened("purpose", "Purpose of the visit or call", is_personal=True),
    _happened("wanted", "What the customer wanted", entry=Entry.TEXT, is_personal=True),
    _happened("trigger", "What set it off", entry=Entry.TEXT, is_personal=True),
    _happened(
        "feelings",
        "Feelings shown",
        hint="For ordinary difficult calls, too",
        entry=Entry.TEXT,
        is_personal=True,
    ),
    _happened(
        "digital_channel",
        "Which channel",
        when=_for(Kind.DIGITAL),
        is_short=True,
        reading="Channel",
    ),
    _happened("caller_number", "Caller’s number", when=_for(Kind.PHONE), is_personal=True),
    # Correspondence (002 §7)
    _letter(
        "letter_kind",
        "What came",
        entry=Entry.CHOICE,
        choices=_choices("Letter", "E-mail", "Text message", "Social media", "Note", "Other"),
        is_short=True,
    ),
    _letter("letter_received", "Received", entry=Entry.DATE, is_short=True),
    _letter("copy_attached", "A copy is attached", entry=Entry.YES_NO),
    _letter("abusive_part", "The abusive part", entry=Entry.TEXT, is_short=True, is_personal=True),
    _letter(
        "substance",
        "The point that still needs an answer",
        hint="Everybody gets a reply",
        entry=Entry.TEXT,
        is_short=True,
        is_personal=True,
    ),
    _letter("reply_by", "Who replies", is_short=True, is_personal=True),
    _letter("reply_due", "Reply by", entry=Entry.DATE, is_short=True),
    # Field visit (002 §6)
    _visit("visit_address", "Address", is_short=True, is_personal=True),
    _visit("appointment", "Appointment", entry=Entry.MOMENT),
    _visit("companion", "Companion", is_short=True, is_personal=True),
    _visit("visit_phone", "Phone taken along", is_personal=True),
    _visit("file_caution", "Caution known beforehand", entry=Entry.TEXT, is_personal=True),
    _visit("back_at", "Back at", entry=Entry.TIME),
)

_THREAT_CALL = (
    _call(
        "call_channel",
        "How it came",
        entry=Entry.CHOICE,
        choices=_choices(
            "Phone", "Voice mail", "E-mail", "Text message", "Social media", "In person", "Letter"
        ),
        is_short=True,
    ),
    _call("call_received", "Call received", entry=Entry.TIME, is_short=True),
    _call("call_ended", "Call ended", entry=Entry.TIME, is_short=True),
    _call("call_length", "Length"),
    _call("receiving_number", "Number called"),
    _call("caller_id", "Caller ID shown", is_short=True, is_personal=True),
    _call(
        "threat_wording",
        "Exact wording of the threat",
        entry=Entry.TEXT,
        is_short=True,
        is_personal=True,
    ),
    *(
        _happened(
            key,
            label,
            group="Questions to ask",
            when=_CALL,
            is_personal=True,
            reading_group="What the caller was asked",
        )
        for key, label in (
            ("ask_when", "When will it go off?"),
            ("ask_where", "Where is it?"),
            ("ask_look", "What does it look like?"),
            ("ask_kind", "What kind is it?"),
            ("ask_trigger", "What will set it off?"),
            ("ask_placed", "Did you place it?"),
            ("ask_why", "Why?"),
            ("ask_address", "What is your address?"),
            ("ask_name", "What is your name?"),
            ("ask_from", "Where are you calling from?"),
        )
    ),
    _caller(
        "caller_sex",
        "Sex",
        entry=Entry.CHOICE,
        choices=_choices("Male", "Female", "Not clear"),
        is_personal=True,
    ),
    _caller("caller_age", "Age, about", is_personal=True),
    _caller("caller_accent", "Accent", is_personal=True),
    _caller(
        "voice",
        "Voice",
        entry=Entry.CHOICES,
        choices=_choices(
            "Calm",
            "Angry",
            "Excited",
            "Slow",
            "Rapid",
            "Soft",
            "Loud",
            "Laughing",
            "Crying",
            "Normal",
            "Distinct",
            "Slurred",
            "Nasal",
            "Stutter",
            "Lisp",
            "Raspy",
            "Deep",
            "Ragged",
            "Throat-clearing",
            "Deep breathing",
            "Cracking",
            "Disguised",
            "Whispered",
            "Familiar",
            "Drunk",
            "Distressed",
            "Overwhelmed",
        ),
        is_personal=True,
    ),
    _happened(
        "voice_like",
        "Familiar: like whom?",
        reading="Sounded like",
        group="The caller",
        when=When(
            kinds=frozenset({Kind.THREAT_CALL}), answered=(("voice", frozenset({"familiar"})),)
        ),
        is_personal=True,
    ),
    _caller(
        "background",
        "Background",
        entry=Entry.CHOICES,
        choices=_choices(
            "Street",
            "Voices",
            "Public address",
            "Music",
            "Motor",
            "House",
            "Office",
            "Factory",
            "Animal",
            "Crockery",
            "Static",
            "Clear",
            "Local",
            "Long distance",
            "Booth",
        ),
    ),
    _caller(
        "language",
        "Language of the threat",
        entry=Entry.CHOICES,
        choices=_choices(
            "Well-spoken", "Foul", "Irrational", "Incoherent", "Taped", "Read", "Righteous"
        ),
    ),
)

_PEOPLE = (
    _people(
        "reporter_name",
        "Your name",
        reading="Name",
        group="Reported by",
        is_short=True,
        is_essential=True,
        is_personal=True,
    ),
    _people("reporter_title", "Job title", group="Reported by", is_short=True),
    _people("reporter_phone", "Phone", group="Reported by", is_short=True, is_personal=True),
    _people(
        "customers",
        "Customer or aggressor",
        entry=Entry.ROWS,
        is_short=True,
        is_personal=True,
        rows=(
            _people("name", "Name", is_short=True, is_personal=True),
            _people("phone", "Phone", is_short=True, is_personal=True),
            _people(
                "known", "Known to us", entry=Entry.CHOICE, choices=_choices("Known", "Unknown")
            ),
            _people("description", "Description", is_personal=True),
            _people("alias", "Also called", is_personal=True),
            _people("case_number", "Case or file number", is_personal=True),
            _people(
                "relationship",
                "Relationship",
                entry=Entry.CHOICE,
                choices=_choices(
                    "Client or customer",
                    "Their family or friend",
                    "Stranger",
                    "Current coworker",
                    "Former coworker",
                    "Manager",
                    "Partner or relative",
                    "Other",
                ),
            ),
            _people("vehicle", "Vehicle", is_personal=True),
            _people("is_minor", "A minor", entry=Entry.YES_NO),
        ),
    ),
    _people(
        "witnesses",
        "Witnesses",
        entry=Entry.ROWS,
        is_short=True,
        is_personal=True,
        rows=(
            _people("name", "Name", is_short=True, is_personal=True),
            _people("contact", "Contact", is_personal=True),
            _people("statement", "Statement", entry=Entry.TEXT, is_personal=True),
            _people("has_signed", "Signed the statement", entry=Entry.YES_NO),
        ),
    ),
    _people(
        "affected",
        "Affected",
        entry=Entry.ROWS,
        is_personal=True,
        rows=(
            _people("name", "Name", is_short=True, is_personal=True),
            _people("position", "Position"),
            _people(
                "status",
                "Works here as",
                entry=Entry.CHOICE,
                choices=_choices("Employee", "Agency worker", "Visitor"),
            ),
            _people("supervisor_told", "Supervisor told", entry=Entry.YES_NO),
            _people("family_told", "Family told", entry=Entry.YES_NO),
        ),
    ),
)

_BEHAVIOR = (
    _behavior(
        "behavior",
        "Behavior",
        reading="What was seen",
        entry=Entry.CHOICES,
        choices=_choices(
            loud="Loud or insulting",
            abusive="Abusive language",
            intimidation="Intimidation",
            threat_to_person="Threat to a person",
            general_threat="General threat",
            damage="Damage",
            weapon="Weapon or object",
            contact="Physical contact",
            stalking="Stalking or harassment",
            written="Written abuse",
            other="Other",
        ),
        is_short=True,
        sb553="behavior",
    ),
    _behavior("behavior_other", "Other behavior", when=_if("behavior", "other"), is_personal=True),
    _behavior(
        "exact_words",
        "Exact words of the threat",
        entry=Entry.TEXT,
        when=_THREATENED,
        is_short=True,
        is_personal=True,
    ),
    _logged(
        "violence_type",
        "Workplace violence type",
        entry=Entry.CHOICE,
        choices=_choices(
            type1="1: someone with no business here",
            type2="2: a customer, client, patient or visitor",
            type3="3: a present or former employee",
            type4="4: someone close to an employee",
        ),
        sb553="violence_type",
    ),
    _logged(
        "perpetrator",
        "Who did it",
        entry=Entry.CHOICE,
        choices=_choices(
            client="Client or customer",
            client_relation="Family or friend of a client or customer",
            stranger="Stranger",
            coworker="Coworker",
            manager="Supervisor or manager",
            partner="Partner, spouse, parent or relative",
            other="Other",
        ),
        sb553="perpetrator",
    ),
    _logged(
        "circumstances",
        "Circumstances",
        entry=Entry.CHOICES,
        choices=_choices(
            "Usual duties",
            "Poorly lit",
            "Rushed",
            "Low staffing",
            "Isolated or alone",
            "Unable to get help",
            "Community setting",
            "Unfamiliar location",
        ),
        sb553="circumstances",
    ),
    _logged(
        "where_class",
        "Kind of place",
        entry=Entry.CHOICE,
        choices=_choices("Workplace", "Parking lot", "Other area"),
        sb553="where_class",
    ),
    _logged(
        "incident_type",
        "Type of incident",
        entry=Entry.CHOICES,
        choices=_choices(
            attack="Attack without a weapon",
            armed="Attack with a weapon or object",
            threat="Threat of force or of a weapon",
            sexual="Sexual assault or threat",
            animal="Animal attack",
            other="Other",
        ),
        sb553="incident_type",
    ),
    _logged(
        "consequences",
        "Consequences",
        entry=Entry.CHOICES,
        choices=_choices(
            called="Security or police called",
            injuries="Injuries",
            protective="Actions to protect employees",
        ),
        sb553="consequences",
    ),
)

_STAFF = (
    _staff(
        "steps",
        "Steps tried",
        entry=Entry.STEPS,
        is_short=True,
        choices=_choices(
            calm="Stayed calm and professional",
            listened="Listened without interrupting",
            empathy="Showed understanding",
            apologized="Apologized that they were upset",
            repeated="Repeated back what was said",
            asked="Asked what outcome they wanted",
            options="Offered what can be done",
            limits="Set a limit, politely",
            later="Offered to go on later",
            colleague="Asked a colleague or supervisor",
            distance="Kept a barrier or stepped back",
        ),
    ),
    _staff("actions", "Actions taken", entry=Entry.TEXT, is_short=True, is_personal=True),
    _staff("warning_given", "A warning was given", entry=Entry.YES_NO, is_short=True),
    _staff(
        "warning_words",
        "Words of the warning",
        entry=Entry.TEXT,
        when=_if("warning_given"),
        is_personal=True,
    ),
    _staff(
        "ended_by",
        "Who ended the conversation or call",
        reading="Who ended it",
        entry=Entry.CHOICE,
        choices=_choices(
            customer="The customer",
            staff="We did",
            supervisor="A supervisor",
            police="Security or police",
            not_ended="It was not ended",
        ),
    ),
    _staff("resolution", "Resolution", entry=Entry.TEXT, is_short=True, is_personal=True),
    _staff("response", "Customer’s response", entry=Entry.TEXT, is_personal=True),
)

_ESCALATION = (
    _escalation(
        "level",
        "Escalation level reached",
        entry=Entry.CHOICE,
        choices=_choices(
            employee="Employee", supervisor="Supervisor", management="Management and security"
        ),
        is_short=True,
    ),
    _escalation(
        "personnel",
        "Who came",
        entry=Entry.ROWS,
        is_short=True,
        is_personal=True,
        rows=(
            _escalation("name", "Name", is_short=True, is_personal=True),
            _escalation("duty", "Role", is_short=True),
            _escalation("at", "When", entry=Entry.TIME, is_short=True),
            _escalation("did", "What they did", is_personal=True),
        ),
    ),
    _escalation(
        "police_called", "Police were called", entry=Entry.YES_NO, is_short=True, sb553="police"
    ),
    _escalation(
        "police_by",
        "Called by",
        group="Police",
        when=_if("police_called"),
        is_short=True,
        is_personal=True,
    ),
    _escalation(
        "police_at",
        "Called at",
        group="Police",
        entry=Entry.TIME,
        when=_if("police_called"),
        is_short=True,
    ),
    _escalation("agency", "Agency", group="Police", when=_if("police_called")),
    _escalation("officer", "Officer", group="Police", when=_if("police_called"), is_personal=True),
    _escalation(
        "police_number",
        "Their report number",
        group="Police",
        when=_if("police_called"),
        is_personal=True,
    ),
    _escalation("director_told", "Director told", entry=Entry.YES_NO),
    _escalation("security_told", "Security told", entry=Entry.YES_NO),
)

_HARM = (
    _behavior("hurt", "Was anyone hurt?", entry=Entry.YES_NO, is_short=True, reading="Anyone hurt"),
    _harm(
        "injury",
        "Injury and body part",
        entry=Entry.TEXT,
        when=_HURT,
        is_short=True,
        is_personal=True,
        osha="16",
    ),
    _harm("injury_cause", "What harmed", when=_HURT, is_short=True, is_personal=True, osha="17"),
    _harm("first_aid", "First aid", when=_HURT, is_short=True, is_personal=True),
    _harm("physician", "Physician", when=_HURT, is_personal=True, osha="6"),
    _harm("facility", "Facility and address", when=_HURT, is_personal=True, osha="7"),
    _harm(
        "emergency_room", "Treated in an emergency room", entry=Entry.YES_NO, when=_HURT, osha="8"
    ),
    _harm("inpatient", "Kept overnight as an inpatient", entry=Entry.YES_NO, when=_HURT, osha="9"),
    _harm("lost_time", "Lost time", when=_HURT),
    _harm("returns_on", "Back at work on", entry=Entry.DATE, when=_HURT),
    _harm("damage", "Damage", entry=Entry.TEXT, when=_HARMED, is_short=True),
    *(
        _harm(
            key,
            label,
            entry=entry,
            group="For OSHA 301",
            choices=choices,
            when=_HURT,
            is_personal=True,
            osha=item,
        )
        for key, label, entry, item, choices in (
            ("hurt_name", "Full name of the injured", Entry.LINE, "1", ()),
            ("hurt_address", "Address", Entry.LINE, "2", ()),
            ("hurt_born", "Date of birth", Entry.DATE, "3", ()),
            ("hurt_hired", "Date hired", Entry.DATE, "4", ()),
            ("hurt_sex", "Sex", Entry.CHOICE, "5", _choices("Male", "Female")),
            ("osha_case", "Case number from the log", Entry.LINE, "10", ()),
            ("work_began", "Time work began", Entry.TIME, "12", ()),
            ("time_unknown", "The time cannot be determined", Entry.YES_NO, "13", ()),
            ("before", "What they were doing just before", Entry.TEXT, "14", ()),
            ("died_on", "Date of death", Entry.DATE, "18", ()),
        )
    ),
)

_AFTERWARDS = (
    _afterwards(
        "promises",
        "Promised to the customer",
        entry=Entry.ROWS,
        is_short=True,
        is_personal=True,
        rows=(
            _afterwards("what", "What", is_short=True, is_personal=True),
            _afterwards("who", "Who", is_short=True, is_personal=True),
            _afterwards("by", "By", entry=Entry.DATE, is_short=True),
        ),
    ),
    _afterwards(
        "caution",
        "Caution for the next colleague",
        entry=Entry.TEXT,
        is_short=True,
        is_personal=True,
    ),
    _afterwards("restriction", "Restriction proposed", entry=Entry.TEXT, is_personal=True),
    _afterwards("break_taken", "A break was taken", entry=Entry.YES_NO),
    _afterwards("debrief_offered", "A debrief was offered", entry=Entry.YES_NO),
    _afterwards(
        "counseling_offered", "Counseling or employee assistance was offered", entry=Entry.YES_NO
    ),
    _afterwards(
        "prevention",
        "So that it does not happen again",
        entry=Entry.TEXT,
        is_short=True,
        is_personal=True,
    ),
    _afterwards("mistake_alleged", "The customer says that we made a mistake", entry=Entry.YES_NO),
    _afterwards(
        "mistake_findings",
        "What we found",
        entry=Entry.TEXT,
        when=_if("mistake_alleged"),
        is_personal=True,
    ),
    _afterwards(
        "findings_told", "The customer was told", entry=Entry.YES_NO, when=_if("mistake_alleged")
    ),
    _afterwards(
        "put_right",
        "How it was put right",
        entry=Entry.TEXT,
        when=_if("mistake_alleged"),
        is_personal=True,
    ),
    _afterwards(
        "referred_to",
        "Unresolved again: passed on to",
        entry=Entry.CHOICE,
        choices=_choices("Quality assurance", "Resolution team"),
    ),
)

FIELDS: tuple[Field, ...] = (
    *_HAPPENED,
    *_THREAT_CALL,
    *_PEOPLE,
    *_BEHAVIOR,
    *_STAFF,
    *_ESCALATION,
    *_HARM,
    *_AFTERWARDS,
)

BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}

ESSENTIALS = tuple(field for field in FIELDS if field.is_essential)
"""What a report cannot be submitted without: who reports, when it was, and one sentence."""


def asked(kind: Kind, answers: Mapping[str, Answer]) -> Iterator[Field]:
    """The fields that a report of ``kind`` with these answers asks for, in their order.

    What was answered is asked for whatever else changed since: no sentence is lost that way.
    """
    return (
        field
        for field in FIELDS
        if field.when.holds(kind, answers) or is_answered(answers.get(field.key))
    )


def in_section(section: Section) -> tuple[Field, ...]:
    """The fields of one section, in their order."""
    return tuple(field for field in FIELDS if field.section is section)


__all__ = ["BY_KEY", "ESSENTIALS", "FIELDS", "KIND_LABELS", "asked", "in_section"]
