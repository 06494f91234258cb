"""The one place of background work that catches any exception."""

from structlog.testing import capture_logs

from jobs.runner import Runner


def fail_with_a_secret() -> None:
    raise ValueError("INSERT failed for oAlice: 我要举报")


def test_a_broken_step_does_not_raise() -> None:
    with capture_logs():
        assert not Runner().attempt("answer", fail_with_a_secret)


def test_a_step_that_ends_well_says_so() -> None:
    assert Runner().attempt("answer", lambda: None)


def test_the_log_tells_the_kind_and_place_but_not_the_words_of_an_error() -> None:
    with capture_logs() as lines:
        Runner().attempt("answer", fail_with_a_secret)
    (line,) = lines
    assert (line["job"], line["error"]) == ("answer", "ValueError")
    assert line["where"][-1].endswith("fail_with_a_secret")
    assert "oAlice" not in str(line)


def test_a_recovery_is_told_once() -> None:
    runner = Runner()
    with capture_logs() as lines:
        runner.attempt("answer", fail_with_a_secret)
        runner.attempt("answer", lambda: None)
        runner.attempt("answer", lambda: None)
    assert [line["event"] for line in lines] == ["job_failed", "job_recovered"]


def test_failures_in_a_row_are_counted_for_each_job_until_it_recovers() -> None:
    runner = Runner()
    with capture_logs() as lines:
        for name, step in (
            ("answer", fail_with_a_secret),
            ("answer", fail_with_a_secret),
            ("send", fail_with_a_secret),
            ("answer", lambda: None),
            ("answer", fail_with_a_secret),
        ):
            runner.attempt(name, step)
    times = [(line["job"], line["times"]) for line in lines if line["event"] == "job_failed"]
    assert times == [("answer", 1), ("answer", 2), ("send", 1), ("answer", 1)]
