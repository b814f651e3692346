//! What is tried, and how much of it in one round.

/// A test target that scenarios live in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// `tests/hub`: the real command, in a process of its own.
    Hub,
    /// `hub/tests/post_room`: the hub inside the test.
    PostRoom,
}

/// A test of the workspace, and how much it does in one round.
pub struct Scenario {
    /// As in SECURITY.md, section 3.
    pub name: &'static str,
    /// Where the test stands.
    pub target: Target,
    /// The test's own name, or a part that several have.
    pub test: &'static str,
    /// Names after `CAREPLAN_SOAK_`, and numbers.
    pub counts: &'static [(&'static str, &'static str)],
}

const fn scenario(
    name: &'static str,
    target: Target,
    test: &'static str,
    counts: &'static [(&'static str, &'static str)],
) -> Scenario {
    Scenario {
        name,
        target,
        test,
        counts,
    }
}

/// One round of each; rounds are repeated until the time is over.
pub const SCENARIOS: [Scenario; 15] = [
    scenario(
        "R1",
        Target::Hub,
        "kills::r1_",
        &[("KILLS", "100"), ("KILL_AFTER_MILLISECONDS", "1500")],
    ),
    scenario(
        "R3",
        Target::PostRoom,
        "standby::r3_",
        &[("FAILOVERS", "10")],
    ),
    scenario("R4", Target::PostRoom, "standby::r4_", &[]),
    scenario("R5", Target::Hub, "power::r5_", &[("POWER_CUTS", "50")]),
    scenario(
        "R6",
        Target::Hub,
        "files::r6_",
        &[("SYNCED_LETTERS", "2000")],
    ),
    scenario("R7", Target::Hub, "files::r7_", &[("IO_FAULTS", "25")]),
    scenario("R8", Target::Hub, "r8_", &[]),
    scenario(
        "R9",
        Target::PostRoom,
        "bit_rot::r9_",
        &[("TRIALS", "2000")],
    ),
    scenario(
        "R10",
        Target::Hub,
        "network::r10_",
        &[("EXCHANGES", "1000")],
    ),
    scenario(
        "R13",
        Target::Hub,
        "growth::r13_",
        &[("MAILBOX", "1000000")],
    ),
    scenario(
        "R14",
        Target::Hub,
        "growth::r14_",
        &[("MAILBOXES", "200000"), ("LETTERS_EACH", "150")],
    ),
    scenario("R15", Target::PostRoom, "r15_", &[("SLOW_CLIENTS", "1000")]),
    scenario(
        "R16",
        Target::Hub,
        "storm::r16_",
        &[("RECONNECTING", "10000")],
    ),
    scenario(
        "R17",
        Target::Hub,
        "steady::r17_",
        &[("STEADY_LETTERS", "20000")],
    ),
    scenario("R18", Target::Hub, "overload::r18_", &[("SECONDS", "30")]),
];
