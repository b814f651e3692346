//! The figures as Markdown: on the terminal, and as the page that is kept.

use std::fmt::Write as _;

use serde_json::Value;

const HEAD: &str = "\
# How quick and how small

Written by `cargo xtask bench --write`; `bench.json` beside it has the same with all digits.
Each figure stands beside a peer that was measured in the same run on the same machine, in turns, or beside a limit; figures are medians.
Times depend on the machine and on what else it did: what counts is the ratio, and the load average of five minutes before the run stands below.
";

const COLUMNS: &str = "\
| What | Ours | Peer or limit | Ratio | Reach | | Least to most | Run |
|---|---:|---|---:|---:|---|---|---:|
";

const RUNS: &str = "
## The runs

| Run | Begun | Commit | Load | Runs a median is of | Versions |
|---:|---|---|---|---:|---|
";

/// The names of the second page begin so.
const SECOND: [&str; 2] = ["hub-", "careplan-"];

/// The page of results.
pub fn page(figures: &[Value]) -> String {
    let runs = runs(figures);
    let is_second = |figure: &&Value| {
        let name = text(figure, "name");
        SECOND.iter().any(|start| name.starts_with(start))
    };
    let (second, first): (Vec<_>, Vec<_>) = figures.iter().partition(is_second);
    let mut page = HEAD.to_owned();
    for (title, figures) in [
        ("The reader and the app", first),
        ("The hub and the program", second),
    ] {
        let _ = write!(page, "\n## {title}\n\n{COLUMNS}");
        for figure in figures {
            page.push_str(&row(figure, &runs));
        }
    }
    page.push_str(RUNS);
    for (number, run) in (1..).zip(&runs) {
        let _ = writeln!(
            page,
            "| {number} | {} | {} | {} | {} | {} |",
            text(run, "time"),
            text(run, "commit"),
            text(run, "load"),
            run["runs"],
            text(run, "versions"),
        );
    }
    page.push_str("\nA commit with `+` had changes in the sources beside it.\n");
    page
}

/// The table alone.
pub fn table(figures: &[Value]) -> String {
    let runs = runs(figures);
    let rows: String = figures.iter().map(|figure| row(figure, &runs)).collect();
    format!("{COLUMNS}{rows}")
}

/// The runs that figures are of, each once.
fn runs(figures: &[Value]) -> Vec<&Value> {
    let mut runs: Vec<&Value> = Vec::new();
    for figure in figures {
        if !runs.contains(&&figure["run"]) {
            runs.push(&figure["run"]);
        }
    }
    runs
}

fn row(figure: &Value, runs: &[&Value]) -> String {
    let holds = match figure["reach"].as_f64() {
        Some(0.0) | None => "",
        Some(_) if figure["holds"] == true => "reached",
        Some(_) => "**not reached**",
    };
    let run = runs.iter().position(|run| **run == figure["run"]);
    format!(
        "| {} (`{}`) | {} {} | {} {} | {:.2} | {:.2} | {holds} | {} | {} |\n",
        text(figure, "what"),
        text(figure, "name"),
        number(figure, "ours"),
        text(figure, "unit"),
        number(figure, "peer"),
        text(figure, "peer_name"),
        figure["ratio"].as_f64().unwrap_or(f64::NAN),
        figure["reach"].as_f64().unwrap_or(f64::NAN),
        text(figure, "spread"),
        run.map_or(0, |place| place + 1),
    )
}

fn text<'f>(figure: &'f Value, name: &str) -> &'f str {
    figure[name].as_str().unwrap_or_default()
}

/// Large numbers whole, small ones with what tells them apart.
fn number(figure: &Value, name: &str) -> String {
    let value = figure[name].as_f64().unwrap_or(f64::NAN);
    match value {
        value if value >= 1000.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn figure(name: &str, holds: bool, run: &str) -> Value {
        json!({
            "name": name, "what": "w", "unit": "ms", "ours": 12.34, "peer": 1.0, "peer_name": "limit",
            "ratio": 12.34, "reach": 1.0, "holds": holds, "spread": "", "run": {"time": run, "runs": 3},
        })
    }

    #[test]
    fn what_is_not_reached_is_said() {
        let figure = figure("a", false, "today");
        assert_eq!(
            row(&figure, &[&figure["run"]]),
            "| w (`a`) | 12.3 ms | 1.00 limit | 12.34 | 1.00 | **not reached** |  | 1 |\n"
        );
    }

    #[test]
    fn each_figure_stands_on_its_page_and_names_its_run() {
        let page = page(&[
            figure("cells-10m", true, "today"),
            figure("hub-kept", true, "yesterday"),
        ]);
        let (first, second) = page
            .split_once("## The hub and the program")
            .expect("two pages");
        assert!(first.contains("cells-10m") && !first.contains("hub-kept"));
        assert!(second.contains("| reached |  | 2 |"));
        assert!(second.contains("| 2 | yesterday |"));
    }
}
