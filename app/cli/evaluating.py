"""``flask knowledge eval``: how good the answers are, in numbers."""

import json
from pathlib import Path

import click

from app.trial import ask_own, scratch_container
from app.wiring import Container
from core.errors import BadContent
from knowledge.building import load_library, shared_tokenizer
from knowledge.evaluation.fitting import fit, write
from knowledge.evaluation.measuring import measure
from knowledge.evaluation.ownset import EVAL, SETS, SPLITS, Tally, chosen, read_questions
from knowledge.library import LibraryHolder
from knowledge.search.artifact_cache import ArtifactCache
from knowledge.search.embedding import find_embedder
from knowledge.search.meaning import VectorCache

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def command(container: Container) -> click.Command:
    """The command ``eval``."""

    @click.command(
        "eval", help="用数字衡量检索：任意语料（--corpus、--queries），或本项目自己的问题（--own）。"
    )
    @click.option("--corpus", type=FILE, help="JSON 行文件：id、g、text。")
    @click.option("--queries", type=FILE, help="JSON 行文件：text、kind、split、positives。")
    @click.option("--own", is_flag=True, help="市民的话走公众号回答的整条路，按类型统计。")
    @click.option("--split", type=click.Choice([*SPLITS, "all"]), default="all", show_default=True)
    @click.option("--json", "as_json", is_flag=True, help="只输出一行 JSON。")
    def evaluate(corpus: Path | None, queries: Path | None, own: bool, split: str, as_json: bool) -> None:
        if own == bool(corpus and queries):
            raise click.UsageError("请给 --corpus 和 --queries，或者只给 --own。")
        if own:
            _own(container, split, as_json)
            return
        assert corpus is not None
        assert queries is not None
        embedder = find_embedder(container.settings.embedder)
        vectors = VectorCache(embedder, container.settings.var_dir / "vectors" / "eval") if embedder else None
        tokenizer = shared_tokenizer(ArtifactCache(container.settings.index_dir))
        try:
            figures = measure(corpus, queries, tokenizer, split, vectors).to_tree()
        except BadContent as error:
            raise click.ClickException(str(error)) from error
        if as_json:
            click.echo(json.dumps(figures))
            return
        for name, figure in figures.items():
            click.echo(f"{name:<16}{figure:>10.3f}")

    return evaluate


def fit_command() -> click.Command:
    """The command ``fit``."""

    @click.command("fit", help="用自己的问题（dev）重新拟合置信度的系数，并做交叉验证。")
    @click.option("--write", "keep", is_flag=True, help="写回系数文件。")
    def fit_(keep: bool) -> None:
        library = load_library()
        asked = [one for name in SETS for one in read_questions(EVAL / f"{name}.jsonl", library.topics)]
        found = fit(library.index, chosen(asked, "dev"))
        click.echo(json.dumps(found.coefficients, indent=2))
        click.echo(f"十折交叉验证：第一名正确 {found.right_first:.1%}")
        for allowed, right in found.right_at.items():
            click.echo(f"无关问题误答不超过 {allowed}% 时，直接答对 {right:.1%}")
        if keep:
            write(found.coefficients)

    return fit_


def _own(container: Container, split: str, as_json: bool) -> None:
    """The articles of the files are measured, whatever the database holds."""
    container.library_holder = LibraryHolder(
        load_library(artifact_cache=ArtifactCache(container.settings.index_dir))
    )
    report: dict[str, dict[str, dict[str, Tally]]] = {}
    with scratch_container(container) as trial:
        topics = trial.library_holder.current().topics
        for name in SETS:
            questions = read_questions(EVAL / f"{name}.jsonl", topics)
            for part in SPLITS if split == "all" else (split,):
                asked = chosen(questions, part)
                if asked:
                    report.setdefault(name, {})[part] = ask_own(trial, asked)
    if as_json:
        tree = {
            name: {
                part: {kind: one.to_tree() for kind, one in kinds.items()} for part, kinds in parts.items()
            }
            for name, parts in report.items()
        }
        click.echo(json.dumps(tree))
        return
    for name, parts in report.items():
        for part, kinds in parts.items():
            click.echo(
                f"{name} {part}\n{'':<14}{'asked':>7}{'right':>8}{'top3':>8}{'wrong':>8}{'first80':>9}"
            )
            for kind, tally in kinds.items():
                shown = tally.to_tree()
                shares = "".join(f"{shown[key]:>8.1%}" for key in ("right", "top3", "wrong"))
                first = f"{shown['first80']:>9.1%}" if "first80" in shown else ""
                click.echo(f"  {kind:<12}{tally.asked:>7}{shares}{first}")
            click.echo("")
