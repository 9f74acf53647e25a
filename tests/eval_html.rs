//! The HTML report: complete without a network, and in a real browser where one is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;

const GOLD: &str = r##"<TEI xml:lang="fr"><teiHeader><title>Voiles &amp; vent</title><date when="2024-03-12"/></teiHeader><text><head>Chez <orgName ref="#v">Valbrume</orgName></head><p><persName ref="#m">Aïcha Morvan</persName> a reçu <num type="cardinal" value="12" noun="élu">douze élus</num> <date type="date" when="2024-03-11">lundi</date>, 1 &lt; 2.</p></text></TEI>"##;
const PRED: &str = r##"<TEI xml:lang="fr"><teiHeader><title>Voiles &amp; vent</title><date when="2024-03-12"/></teiHeader><text><head>Chez <placeName ref="#v">Valbrume</placeName></head><p>Aïcha <persName ref="#m">Morvan</persName> a reçu <num type="cardinal" value="2" noun="élu">douze élus</num> <date type="date" when="2024-03-11">lundi</date>, 1 &lt; 2.</p></text></TEI>"##;

/// Errors in the order of the text: kind, boundary, value.
fn report(folder: &Path) -> String {
    for (side, content) in [("gold", GOLD), ("pred", PRED)] {
        std::fs::create_dir_all(folder.join(side)).unwrap();
        std::fs::write(folder.join(side).join("voiles.xml"), content).unwrap();
    }
    let page = folder.join("report.html");
    let status = Command::cargo_bin("depeche")
        .unwrap()
        .arg("eval")
        .arg(folder.join("gold"))
        .arg("--pred")
        .arg(folder.join("pred"))
        .arg("--html")
        .arg(&page)
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
    std::fs::read_to_string(page).unwrap()
}

#[test]
fn says_in_words_what_it_says_in_colours() {
    let folder = tempfile::tempdir().unwrap();
    let page = report(folder.path());
    for needed in [
        "<html lang=\"en\">",
        "lang=\"fr\"",
        "Voiles &amp; vent",
        "1 &lt; 2.",
        "name organization <q lang=\"fr\">Valbrume</q>, found as place",
        "name person <q lang=\"fr\">Aïcha Morvan</q>, found <q lang=\"fr\">Morvan</q>",
        "number cardinal <q lang=\"fr\">douze élus</q>; value: 12 in gold, 2 found",
    ] {
        assert!(page.contains(needed), "{needed}");
    }
    for network in ["http:", "https:", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(network), "{network}");
    }
    assert_eq!(page.matches("<li ").count(), 3);
}

/// A browser that can print the page as its script left it.
fn browser() -> Option<PathBuf> {
    let names = [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ];
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

#[test]
fn keys_and_filters_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("no Chromium on the path: the report was not tried in a browser");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let probe = r#"<script>
const key = (k) => document.dispatchEvent(new KeyboardEvent('keydown', { key: k }));
const said = [];
const say = () => said.push(document.activeElement.dataset.class + '/' + document.querySelectorAll('.here').length + '/' + document.querySelector('output').textContent);
key('j'); say(); key('j'); say(); key('j'); say(); key('j'); say(); key('k'); say();
const select = document.querySelector('select[name=class]');
select.value = 'boundary'; select.dispatchEvent(new Event('change'));
said.push(document.querySelector('output').textContent);
key('j'); say();
document.body.dataset.said = said.join('|');
</script></body>"#;
    let page = report(folder.path()).replace("</body>", probe);
    let file = folder.path().join("probe.html");
    std::fs::write(&file, page).unwrap();
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=2000",
            "--dump-dom",
        ])
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let said = dom
        .split("data-said=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    assert_eq!(
        said,
        Some(
            "kind/1/error 1 of 3|boundary/2/error 2 of 3|value/1/error 3 of 3|kind/1/error 1 of 3|value/1/error 3 of 3|1 of 3 errors|boundary/2/error 1 of 1"
        )
    );
}
