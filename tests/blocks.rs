//! What the lines of a page are: each page of `tests/data/fr/blocks.txt` is a test.

use depeche::text::{BlockKind, BlockReader, BlockRules};
use libtest_mimic::{Arguments, Failed, Trial};

const RULES: &str = include_str!("../src/lang/fr/blocks.toml");
const PAGES: &str = include_str!("data/fr/blocks.txt");

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Heading => "heading",
        BlockKind::Byline => "byline",
        BlockKind::Dateline => "dateline",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Clutter => "clutter",
    }
}

fn check(page: &str, separator: &str) -> Result<(), Failed> {
    let rules: BlockRules = toml::from_str(RULES)?;
    let lines: Vec<(&str, &str)> = page
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .map(|(kind, text)| (kind, text.trim()))
        .collect();
    let texts: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
    let text = texts.join(separator);
    let found: Vec<String> = BlockReader::new(&rules)
        .read(&text)
        .iter()
        .map(|block| format!("{} {}", name(block.kind), block.text(&text)))
        .collect();
    let expected: Vec<String> = lines
        .iter()
        .map(|(kind, text)| format!("{kind} {text}"))
        .collect();
    if found == expected {
        return Ok(());
    }
    Err(format!("expected: {expected:#?}\n   found: {found:#?}").into())
}

/// Lines of one width in one paragraph are one block; their text keeps its line breaks.
fn wrapped() -> Result<(), Failed> {
    let text = "Le port rouvre lundi matin, après deux semaines de travaux que la\n\
                ville a payés seule, faute d'accord avec la région et le conseil\n\
                du port.\n\nUne autre ligne.\n";
    let rules: BlockRules = toml::from_str(RULES)?;
    let blocks = BlockReader::new(&rules).read(text);
    if blocks.len() == 2 && blocks[0].text(text).ends_with("du port.") {
        return Ok(());
    }
    Err(format!("{blocks:?}").into())
}

fn main() {
    let mut trials: Vec<Trial> = PAGES
        .split("\n= ")
        .skip(1)
        .flat_map(|page| {
            let (name, page) = page.split_once('\n').unwrap_or((page, ""));
            [("\n\n", "espacée"), ("\r\n", "serrée")].map(|(separator, how)| {
                Trial::test(format!("fr/blocks/{name}, {how}"), move || {
                    check(page, separator)
                })
            })
        })
        .collect();
    trials.push(Trial::test("fr/blocks/lignes coupées", wrapped));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
