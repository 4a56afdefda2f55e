from tests.support.stations import Office


def test_stations_that_started_at_different_times_beat_in_the_same_moments() -> None:
    office = Office(counters=[f"Counter {n}" for n in range(1, 7)])
    office.start("Ana")
    for n in range(1, 7):
        office.start(f"Counter {n}")
        office.advance(0.7)
    office.advance(10)
    beats: list[float] = []

    def listens(sent: object) -> bool:
        if "/beat/" in str(sent):
            beats.append(office.clock.seconds)
        return False

    office.switchboard.loses = listens
    office.advance(20)
    moments = sorted({round(at, 1) % 5 for at in beats})
    assert len(beats) >= 4 * 7
    assert moments[-1] - moments[0] <= 0.1
