"""axe-core: what on a page keeps people from reading or using it."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Whatever a rule of little weight finds would be left out here, so that none is asked.
_RUN = """
async () => {
  const light = axe._audit.rules.filter((rule) => ["minor", "moderate"].includes(rule.impact));
  const rules = Object.fromEntries(light.map((rule) => [rule.id, { enabled: false }]));
  const found = await axe.run(document, { rules, resultTypes: ["violations"], preload: false });
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => {
      const said = [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ");
      return `${one.id} at ${node.target.join(" ")}: ${said}`;
    }));
}
"""


def findings(page: Page) -> list[str]:
    """Everything serious or critical on the page, a sentence each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {SOURCE.read_text('utf-8')} }}")
    found: list[str] = page.evaluate(_RUN)
    return found
