"""`tracker jobs`: what runs by itself, and when; and running, pausing and resuming it by hand."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.attempting import Outcome, attempt
from jobs.catalogue import jobs_of, named
from jobs.states import Run, State, States
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say, say_json
from tracker.database import opened
from tracker.types import JsonObject

if TYPE_CHECKING:
    from datetime import datetime

    from jobs.job import Job

app = typer.Typer(
    help="What runs by itself while `tracker up` or `tracker worker` does: when, and what came of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Name = Annotated[str, typer.Argument(help="The job's name, as `tracker jobs list` tells it.", metavar="NAME")]
_BEHIND_SECONDS = 1.0
_KEYS_SHOWN = 6


@app.command("list")
def list_jobs(of_sample: OfSample = False, as_json: AsJson = False) -> None:
    """List the jobs: when each is due, its last run and how that ended.

    Example: tracker jobs list
    """
    settings = settings_of(of_sample=of_sample)
    jobs = jobs_of(settings)
    with opened(settings) as database:
        states = States(database.engine("writer")).all()
    for job in jobs:
        state = states.get(job.name)
        if as_json:
            say_json(_as_json(job, state))
            continue
        say(f"{job.name}: {job.purpose}, every {job.every_seconds} s; {_standing(state)}")
        if state and state.started_at:
            say(f"    last {_time(state.started_at)}: {_ending(state)}")


@app.command("run")
def run_job(name: Name, of_sample: OfSample = False, as_json: AsJson = False) -> None:
    """Run a job now, also a paused one.

    Exits with 1 where it fails, or another process is running it.

    Example: tracker jobs run verify
    """
    settings = settings_of(of_sample=of_sample)
    job = named(jobs_of(settings), name)
    with opened(settings) as database:
        outcome, told = attempt(job, database, Event(), forced=True)
    if as_json:
        say_json({"job": name, "outcome": outcome.name.lower(), **told})
    elif outcome is Outcome.DONE:
        say(f"{name}: {_numbers(told)}")
    elif outcome is Outcome.QUIET:
        say(f"{name}: {outcome.value}")
    if outcome not in {Outcome.DONE, Outcome.QUIET}:
        if not as_json:
            problem(f"{name}: {told.get('error') or told.get('reason') or outcome.value}")
        raise typer.Exit(1)


@app.command("pause")
def pause(name: Name, of_sample: OfSample = False) -> None:
    """Have a job run no more by itself until it is resumed.

    What runs now is not interrupted.

    Example: tracker jobs pause "source mirror"
    """
    settings = settings_of(of_sample=of_sample)
    job = named(jobs_of(settings), name)
    with opened(settings) as database:
        paused = States(database.engine("writer")).pause(name, every_seconds=job.every_seconds, actor=settings.actor)
    say(f"{name} is paused." if paused else f"{name} was paused already.")


@app.command("resume")
def resume(name: Name, of_sample: OfSample = False) -> None:
    """Have a paused job run by itself again.

    Example: tracker jobs resume "source mirror"
    """
    settings = settings_of(of_sample=of_sample)
    named(jobs_of(settings), name)
    with opened(settings) as database:
        resumed = States(database.engine("writer")).resume(name)
    say(f"{name} runs again." if resumed else f"{name} was not paused.")


@app.command("history")
def history(
    name: Annotated[str | None, typer.Argument(help="Of this job; of all without a name.", metavar="NAME")] = None,
    most: Annotated[int, typer.Option("--most", help="How many runs.", min=1)] = 20,
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """List the newest runs that had something to tell: when, how long, what came of them.

    Example: tracker jobs history "source mirror" --json
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        runs = States(database.engine("writer")).history(name, most=most)
    for run in runs:
        if as_json:
            say_json(_run_as_json(run))
        else:
            seconds = (run.finished_at - run.started_at).total_seconds()
            told = run.summary.get("error") if run.outcome == "failed" else _numbers(run.summary)
            say(f"{_time(run.started_at)} {run.job}: {run.outcome} in {seconds:.1f} s; {told}")
    if not runs and not as_json:
        say("Nothing ran yet that had anything to tell.")


def _standing(state: State | None) -> str:
    if state is None:
        return "never ran"
    if state.running:
        return "runs now"
    if state.paused_at:
        return f"paused by {state.paused_by} since {_time(state.paused_at)}"
    due = f"due {_time(state.due_at)}" if state.due_at else "due now"
    return f"{due}, {state.lag_seconds:.0f} s late" if state.lag_seconds >= _BEHIND_SECONDS else due


def _ending(state: State) -> str:
    if state.ended_at is None or state.started_at is None:
        return "runs" if state.running else "did not end"
    if state.error:
        return f"failed, {state.failures} times in a row: {state.error}"
    seconds = (state.ended_at - state.started_at).total_seconds()
    told = f"; last told: {_numbers(state.summary)}" if state.summary else ""
    return f"done in {seconds:.1f} s{f', {state.quiet_runs} times nothing to do' if state.quiet_runs else ''}{told}"


def _numbers(told: JsonObject) -> str:
    """What a run told, in numbers: those that are not nothing, and how long its lists are."""
    parts = []
    for name, value in told.items():
        shown = len(value) if isinstance(value, list) else value
        if shown and isinstance(shown, int | str):
            parts.append(f"{name.replace('_', ' ')} {shown}")
    return ", ".join(parts[:_KEYS_SHOWN]) or "nothing new"


def _as_json(job: Job, state: State | None) -> JsonObject:
    return {
        "job": job.name,
        "purpose": job.purpose,
        "every_seconds": job.every_seconds,
        "due_at": _iso(state.due_at) if state else None,
        "lag_seconds": round(state.lag_seconds) if state else 0,
        "running": bool(state and state.running),
        "paused_at": _iso(state.paused_at) if state else None,
        "paused_by": state.paused_by if state else None,
        "started_at": _iso(state.started_at) if state else None,
        "ended_at": _iso(state.ended_at) if state else None,
        "outcome": state.outcome if state else None,
        "failures": state.failures if state else 0,
        "quiet_runs": state.quiet_runs if state else 0,
        "summary": state.summary if state else {},
    }


def _run_as_json(run: Run) -> JsonObject:
    return {
        "job": run.job,
        "started_at": _iso(run.started_at),
        "finished_at": _iso(run.finished_at),
        "milliseconds": (run.finished_at - run.started_at) // timedelta(milliseconds=1),
        "outcome": run.outcome,
        "summary": run.summary,
    }


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
