"""Which papers are told, and why."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from some_papers import DAY, real_days, some_paper, some_papers

from shows.claims.choice import Interests, rank, within_budget

INTERESTS = Interests(
    categories=("cs.RO", "cs.CV", "cs.LG", "cs.CL"),
    keywords=("diffusion", "calibration"),
    authors=("Hopper",),
    avoid=("whispered",),
)


def ids(choices):
    return [choice.paper for choice in choices]


def reasons(paper, interests=INTERESTS, likeness=None):
    (choice,) = rank([paper], interests, {paper.id: likeness} if likeness is not None else {}, DAY)
    return choice.reasons


def test_a_keyword_in_the_title_counts_more_than_one_in_the_abstract():
    in_title = some_paper(1, title="Diffusion of robots")
    in_abstract = some_paper(2, title="On robots", abstract=in_title.abstract + " We use diffusion.", primary="cs.RO")
    assert ids(rank([in_abstract, in_title], INTERESTS, {}, DAY))[0] == in_title.id
    assert "matches keyword 'diffusion' in its title" in reasons(in_title)
    assert "matches keyword 'diffusion'" in reasons(in_abstract)


def test_a_keyword_inside_another_word_does_not_count():
    assert not [why for why in reasons(some_paper(0, title="Transfusions", abstract="")) if "keyword" in why]


def test_likeness_to_the_library_lifts_a_paper_and_is_said():
    plain, alike = some_paper(6), some_paper(7, primary="stat.ML", abstract=some_paper(6).abstract)
    interests = Interests()
    assert ids(rank([plain, alike], interests, {alike.id: 0.61}, DAY)) == [alike.id, plain.id]
    assert "like your library: 0.61" in reasons(alike, interests, 0.61)


def test_a_wanted_author_is_named_as_the_reason():
    assert "by Grace Hopper" in reasons(some_paper(0, authors=("Someone Else", "Grace Hopper")))


def test_new_papers_come_before_cross_listed_ones_and_those_before_replacements():
    announced = [
        replace(some_paper(0, announce=kind), id=f"2611.0000{n}v1")
        for n, kind in enumerate(("replace", "cross", "new"))
    ]
    scores = {choice.paper: choice.score for choice in rank(announced, INTERESTS, {}, DAY)}
    assert scores["2611.00002v1"] > scores["2611.00001v1"] > scores["2611.00000v1"]


def test_what_the_operator_avoids_is_never_chosen_and_says_why():
    choices = within_budget(rank(some_papers(10), INTERESTS, {}, DAY), hours_per_day=8)
    (avoided,) = [choice for choice in choices if not choice.chosen]
    assert avoided.paper == some_paper(7).id
    assert "contains 'whispered', which you avoid" in avoided.reasons


def test_a_withdrawn_paper_is_not_chosen():
    withdrawn = some_paper(0, withdrawn="This paper has been withdrawn by the authors.")
    (choice,) = within_budget(rank([withdrawn], INTERESTS, {}, DAY), hours_per_day=8)
    assert not choice.chosen
    assert "withdrawn" in choice.reasons


def test_the_budget_bounds_how_many_are_chosen_best_first():
    choices = within_budget(rank(some_papers(10), INTERESTS, {}, DAY), hours_per_day=0.2, minutes_per_story=3)
    assert [choice.chosen for choice in choices] == [True] * 4 + [False] * 6


def test_near_same_papers_do_not_follow_each_other():
    twins = [some_paper(n * 10, title=f"Grasping soft fruit with a dexterous hand, part {n}") for n in range(4)]
    others = [some_paper(n, primary="cs.XX", categories=()) for n in range(1, 6)]
    order = ids(rank([*twins, *others], Interests(categories=("cs.RO",)), {}, DAY))
    places = [order.index(twin.id) for twin in twins]
    assert places[0] == 0
    assert places[1] > 1


def test_what_the_operator_asked_for_comes_first():
    asked = some_paper(8, announce="asked")
    assert ids(rank([*some_papers(8), asked], INTERESTS, {}, DAY))[0] == asked.id


def test_the_order_does_not_depend_on_the_order_of_arrival():
    papers = some_papers(10)
    shuffled = Random(7).sample(papers, len(papers))
    assert rank(papers, INTERESTS, {}, DAY) == rank(shuffled, INTERESTS, {}, DAY)


def test_every_paper_of_a_real_day_gets_a_reason(shared):
    papers = max(real_days(shared).values(), key=len)
    choices = rank(papers, INTERESTS, {}, DAY)
    assert len(choices) == len(papers)
    assert all(choice.reasons for choice in choices)
