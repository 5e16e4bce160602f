"""Words that wish instead of saying: a metric made of them alone could be met by anything, or by nothing.

The lists are short on purpose. Whatever they don't know counts as something that can be counted, so that they err on
the side of the team; other languages than English pass.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class Says(Enum):
    """What a few words say."""

    NOTHING = auto()
    """No word at all, or a place to be filled in: "TBD", "?", "n/a"."""
    A_HOPE = auto()
    """"Works well", "improve customer service"."""
    A_FIELD = auto()
    """Where something could be counted, not what: "quality", "customer service"."""
    SOMETHING = auto()


def said_by(words: str) -> Says:
    """What a metric says."""
    found = _words(words)
    if not found or found <= _PLACES:
        return Says.NOTHING
    if found - _HOPES - _FIELDS - _PEOPLE - _GLUE:
        return Says.SOMETHING
    if found & _HOPES:
        return Says.A_HOPE
    return Says.A_FIELD if found & _FIELDS or found <= _GLUE else Says.SOMETHING


def names_a_way(words: str) -> bool:
    """Whether the words say how something is measured, and not only "as needed" or "regularly"."""
    return bool(_words(words) - _PLACES - _HOPES - _GLUE - _BY_FEEL)


def names_a_unit(words: str) -> bool:
    """Whether a unit names something to count in: no number alone ("15"), no "TBD", no "better"."""
    signs = any(not each.isspace() and not each.isalnum() and each not in "?-–—._/" for each in words)
    return signs or bool(_words(words) - _PLACES - _HOPES)


def names_somebody(words: str) -> bool:
    """Whether the words can be one person's name: "the team" and "everyone" are nobody in particular."""
    return bool(_words(words) - _PLACES - _PEOPLE - _GLUE - _GROUPS)


def _words(text: str) -> frozenset[str]:
    """The words in small letters; compounds fall into their parts, numbers are left out."""
    plain = _FIXED.sub(" good ", text.casefold().replace("’", "'"))
    return frozenset(each for each in _WORD.findall(plain) if not each.isdigit())


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_FIXED = re.compile(r"\b(?:state[ -]of[ -]the[ -]art|world[ -]class|cutting[ -]edge|best[ -]in[ -]class|as needed)\b")
_PLACES = _set("tbd tbc tba todo na n a none nothing unknown open later xxx x asap soon")
_HOPES = _set(
    """
    improve improves improved improving improvement improvements optimise optimised optimising optimisation optimize
    optimized optimizing optimization enhance enhanced enhancing enhancement boost boosted transform transformed
    modernise modernised modernize modernized streamline streamlined strengthen strengthened maximise maximize
    leverage elevate better best good great nice well fine fast faster fastest quick quicker quickly smooth smoothly
    smoother easy easier easily simple simpler friendly friendlier satisfied satisfying happy happier delighted
    pleased modern excellent excellence high higher robust reliable reliably seamless seamlessly efficient
    efficiently effective effectively smart smarter intelligent innovative acceptable adequate appropriate
    appropriately sufficient sufficiently enough reasonable reasonably success successful successfully works work
    working worked useful helpful positive strong stronger right properly correct correctly possible needed required
    necessary expected desired perfect perfectly perfection ok okay awesome amazing superior optimal leading
    """
)
_FIELDS = _set(
    """
    quality service services experience experiences efficiency effectiveness productivity performance value impact
    benefit benefits result results outcome outcomes innovation usability trust transformation digitalisation
    digitalization collaboration communication insight insights solution solutions system systems tool tools product
    products model models ai assistant bot chatbot application applications app software platform project projects
    pilot process processes processing workflow workflows operation operations thing things everything something it
    business technology support care job
    """
)
_PEOPLE = _set(
    """
    user users customer customers client clients staff employee employees people person team teams everyone everybody
    stakeholder stakeholders management board colleague colleagues citizens patients students members
    """
)
_GROUPS = _set(
    """
    business department departments company organisation organization nobody someone somebody anyone we us it
    leadership unit function various several each
    """
)
_GLUE = _set(
    """
    the an of for in on with by to and or is are be been being was were will shall should must can could may seem seems
    looks look feel feels get gets getting make makes making more most less much very pretty quite really as at all
    any our ours their your his her they them its that this these those than so too now always mostly overall generally
    reduce reduced increase increased decrease decreased lower raise raised cut grow achieve achieved ensure deliver
    provide have has had keep maintain maintained run runs running go goes do does done not no only just also such when
    where we us i you who
    """
)
_BY_FEEL = _set(
    """
    regularly often sometimes somehow manually feel feeling feelings gut impression opinion opinions measure measured
    measures measuring measurement measurements monitor monitored monitoring track tracked tracking check checked
    checking see seen watch watching ask asking we'll by
    """
)
