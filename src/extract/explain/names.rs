//! The evidence for names, in words.

use std::fmt::Write as _;

use crate::extract::analysis::Analysis;
use crate::extract::name::Account;

/// Every candidate with its sums, its fate and its evidence.
pub(super) fn told(analysis: &Analysis, accounts: &[Account], out: &mut String) {
    let taken = |a: &Account| a.kind.is_some();
    for account in accounts {
        let (start, end) = analysis.bytes(account.start, account.end);
        let text = analysis.input.text[start..end].replace('\n', " ");
        let kind = account.subject();
        let name = Account::kind_name(kind);
        let fate = if taken(account) {
            format!("taken as {name}")
        } else if account.sums[kind] > 0.0 {
            let over = |a: &&Account| taken(a) && a.start < account.end && account.start < a.end;
            match accounts.iter().find(over) {
                Some(other) => format!(
                    "no name: with \"{}\" the sentence has the higher sum",
                    analysis.words(other.start, other.end).replace('\n', " ")
                ),
                None => "no name: an overlapping choice has the higher sum".to_owned(),
            }
        } else {
            format!("no name: even as {name} its sum is not above 0")
        };
        let _ = writeln!(out, "candidate {start}..{end} \"{text}\", {fate}");
        let sums = (account.sums.iter().enumerate())
            .map(|(k, sum)| format!("{} {sum:+.2}", Account::kind_name(k)))
            .collect::<Vec<_>>();
        let _ = writeln!(out, "  sums: {}", sums.join(", "));
        let _ = writeln!(out, "  evidence as {name}:");
        for (evidence, weight) in account.weighed(kind) {
            let _ = writeln!(out, "    {weight:+.2} {evidence}");
        }
        out.push('\n');
    }
}
