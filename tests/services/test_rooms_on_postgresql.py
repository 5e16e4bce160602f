"""A room's longest ways once more, with its votes in PostgreSQL: the same tests, with another `building`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import PostgresServer
from tests.services.test_room_record import (
    test_each_round_is_on_record_and_the_earliest_widest_counts,
    test_two_rooms_of_one_assessment_are_one_record,
)
from tests.services.test_room_steps import (
    test_a_question_that_an_agreement_opens_is_asked_and_one_that_it_shuts_is_not,
    test_agreeing_while_people_vote_reveals_first,
    test_each_kind_of_question_can_be_agreed_on,
    test_hands_are_kept_beside_the_votes_until_the_reveal,
    test_no_vote_is_in_any_view_before_its_reveal,
    test_note_and_evidence_are_kept,
)
from tests.services.test_rooms import (
    test_a_closed_room_takes_nothing_more_and_its_draft_stays,
    test_a_room_goes_with_its_draft_and_its_screens_are_told,
    test_completing_from_the_assessment_closes_the_room_and_tells_it,
    test_the_unseen_votes_of_who_is_removed_go_and_the_seen_ones_stay,
    test_two_facilitators_who_press_at_once_are_one,
    test_who_is_removed_can_t_come_back_whatever_their_number,
)
from tests.services.test_voting import (
    test_a_role_said_after_the_reveal_changes_no_breakdown,
    test_a_vote_for_what_is_not_voted_on_is_refused,
    test_a_vote_that_is_sent_again_is_acknowledged_again_whatever_happened_since,
    test_many_who_join_at_once_have_a_number_each,
    test_the_largest_n_is_kept_by_the_database,
    test_what_is_no_code_or_token_of_a_room_is_not_found,
    voting_on,
)
from tests.workshops import Building, a_building

__all__ = [
    "test_a_closed_room_takes_nothing_more_and_its_draft_stays",
    "test_a_question_that_an_agreement_opens_is_asked_and_one_that_it_shuts_is_not",
    "test_a_role_said_after_the_reveal_changes_no_breakdown",
    "test_a_room_goes_with_its_draft_and_its_screens_are_told",
    "test_a_vote_for_what_is_not_voted_on_is_refused",
    "test_a_vote_that_is_sent_again_is_acknowledged_again_whatever_happened_since",
    "test_agreeing_while_people_vote_reveals_first",
    "test_completing_from_the_assessment_closes_the_room_and_tells_it",
    "test_each_kind_of_question_can_be_agreed_on",
    "test_each_round_is_on_record_and_the_earliest_widest_counts",
    "test_hands_are_kept_beside_the_votes_until_the_reveal",
    "test_many_who_join_at_once_have_a_number_each",
    "test_no_vote_is_in_any_view_before_its_reveal",
    "test_note_and_evidence_are_kept",
    "test_the_largest_n_is_kept_by_the_database",
    "test_the_unseen_votes_of_who_is_removed_go_and_the_seen_ones_stay",
    "test_two_facilitators_who_press_at_once_are_one",
    "test_two_rooms_of_one_assessment_are_one_record",
    "test_what_is_no_code_or_token_of_a_room_is_not_found",
    "test_who_is_removed_can_t_come_back_whatever_their_number",
    "voting_on",
]


@pytest.fixture(scope="module")
def building(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    name = postgres.create()
    with a_building(tmp_path_factory.mktemp("building"), postgres.url(name)) as found:
        yield found
    postgres.drop(name)
