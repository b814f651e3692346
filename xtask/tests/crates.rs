//! Which crate may name which: ARCHITECTURE.md, "The arrows", read off `cargo metadata`.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::Path,
    process::Command,
};

use serde_json::Value;

/// Every package of the build with the names of its direct dependencies, by kind.
struct Graph {
    /// Package id to package name.
    names: BTreeMap<String, String>,
    /// Package id to the ids of what its product is linked from.
    linked: BTreeMap<String, BTreeSet<String>>,
    /// The packages of this workspace, by name.
    members: BTreeMap<String, String>,
}

impl Graph {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(root)
            .args(["metadata", "--format-version", "1", "--locked"])
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();

        let names: BTreeMap<_, _> = metadata["packages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let members = metadata["workspace_members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| (names[id.as_str().unwrap()].clone(), text(id)))
            .collect();
        let mut linked = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let normal = node["deps"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dep| {
                    // `kind` is null for what is linked, "dev" for tests, "build" for build scripts.
                    dep["dep_kinds"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|kind| kind["kind"].is_null())
                })
                .map(|dep| text(&dep["pkg"]))
                .collect();
            linked.insert(text(&node["id"]), normal);
        }
        Self {
            names,
            linked,
            members,
        }
    }

    /// The names of all that a member is linked from, however far away.
    fn links(&self, member: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut next = vec![self.members[member].as_str()];
        while let Some(id) = next.pop() {
            for dependency in &self.linked[id] {
                if seen.insert(dependency.as_str()) {
                    next.push(dependency);
                }
            }
        }
        seen.into_iter().map(|id| self.names[id].as_str()).collect()
    }

    fn assert_apart(&self, member: &str, forbidden: &[&str], why: &str) {
        let links = self.links(member);
        for name in forbidden {
            assert!(
                !links.contains(name),
                "`{member}` must not depend on `{name}`, directly or through others: {why}"
            );
        }
    }
}

#[test]
fn the_hub_cannot_name_a_care_plan() {
    Graph::read().assert_apart(
        "hub",
        &["careplan", "server", "app"],
        "it only ever holds sealed envelopes",
    );
}

#[test]
fn the_server_cannot_name_a_care_plan() {
    Graph::read().assert_apart(
        "server",
        &["careplan", "hub", "app"],
        "it keeps keys and carries bytes; plans are read in the browser",
    );
}

#[test]
fn the_leaves_know_nobody() {
    let graph = Graph::read();
    let ours: Vec<&str> = graph.members.keys().map(String::as_str).collect();
    graph.assert_apart("cells", &ours, "bytes know no meaning");
    graph.assert_apart("wire", &ours, "the contract is a leaf");
    let but_cells: Vec<&str> = ours.into_iter().filter(|name| *name != "cells").collect();
    graph.assert_apart(
        "careplan",
        &but_cells,
        "the standard is a leaf but for its bytes",
    );
}

#[test]
fn evidence_knows_the_contract_and_nothing_else_of_ours() {
    let graph = Graph::read();
    let others: Vec<&str> = graph
        .members
        .keys()
        .map(String::as_str)
        .filter(|name| *name != "wire")
        .collect();
    graph.assert_apart(
        "evidence",
        &others,
        "a proof is checked without a hub or an office",
    );
}

#[test]
fn nothing_depends_on_the_root_package() {
    let graph = Graph::read();
    for member in graph.members.keys() {
        graph.assert_apart(member, &["careplan-link"], "src/ only joins the parts");
    }
}

#[test]
fn the_app_and_its_workers_know_the_leaves_only() {
    let graph = Graph::read();
    let not_for_browsers = ["evidence", "hub", "server", "encoding_rs"];
    graph.assert_apart("app", &not_for_browsers, "it runs in the browser");
    graph.assert_apart("worker", &not_for_browsers, "it runs in the browser");
    graph.assert_apart("viewer", &not_for_browsers, "it runs in the browser");
    for worker in ["worker", "viewer"] {
        graph.assert_apart(worker, &["leptos", "app"], "a worker stays small");
    }
    graph.assert_apart("viewer", &["wire"], "forms are drawn without a network");
}

/// Invariant 1: `careplan` does no IO and knows no clock. What it is linked from is on this list,
/// and each crate on the list was looked at.
#[test]
fn the_standard_is_linked_from_harmless_crates_only() {
    let harmless = BTreeSet::from(["cells", "memchr", "serde", "serde_core", "serde_derive"]);
    // A derive macro runs in the compiler; what it is made of is not linked.
    let of_the_compiler = BTreeSet::from(["proc-macro2", "quote", "syn", "unicode-ident"]);
    for name in Graph::read().links("careplan") {
        assert!(
            harmless.contains(name) || of_the_compiler.contains(name),
            "`careplan` is now linked from `{name}`: does that crate do IO or read a clock?"
        );
    }
}
