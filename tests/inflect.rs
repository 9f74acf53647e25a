//! Inflection: the engine on tables of its own, the French tables on hard cases, and the French lists of reporting
//! verbs and nouns, which the tables must be able to inflect.

use std::collections::BTreeSet;

use depeche::lexicon::inflect::{Expanded, Fault, Nominals, Paradigms, Tag};

const CONJUGATION: &str = include_str!("../src/lang/fr/conjugaison.tsv");
const NUMBER: &str = include_str!("../src/lang/fr/flexion.tsv");
const VERBS: &str = include_str!("../src/lang/fr/lexicon/verbes-de-parole.tsv");
const NOUNS: &str = include_str!("../src/lang/fr/lexicon/noms-de-parole.tsv");
const PREPOSITIONS: &str = include_str!("../src/lang/fr/lexicon/prepositions-de-parole.tsv");

fn listed<T>(read: Result<T, Vec<Fault>>) -> T {
    read.unwrap_or_else(|faults| {
        panic!(
            "{}",
            faults.iter().map(|f| format!("{f}\n")).collect::<String>()
        )
    })
}

fn french() -> Paradigms {
    listed(Paradigms::parse(CONJUGATION))
}

fn number() -> Nominals {
    listed(Nominals::parse(NUMBER))
}

/// The spellings of one tag, sorted, with `|` between them.
fn spellings(paradigms: &Paradigms, lemma: &str, tag: &str) -> String {
    let tag = Tag::new(tag).expect("a tag");
    let forms = paradigms
        .expand(lemma)
        .into_iter()
        .filter(|form| form.tag == tag)
        .map(|form| form.form);
    forms
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join("|")
}

/// The rows of a list: its cells under the header.
fn rows(list: &str) -> Vec<Vec<&str>> {
    let lines = list
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect()
}

/// Hard cases; the notation is explained in the file.
const HARD: &str = include_str!("data/fr/conjugaison.txt");

#[test]
fn hard_verbs() {
    let paradigms = french();
    let mut wrong = String::new();
    for line in HARD.lines().filter(|line| !line.starts_with('#')) {
        let (lemma, expected) = line.split_once(": ").expect("lemma: forms");
        for item in expected.split(' ') {
            let (tag, form) = item.split_once('=').expect("tag=form");
            let got = spellings(&paradigms, lemma, tag).replace(' ', "~");
            let wanted: BTreeSet<&str> = form.split('|').collect();
            if got.split('|').collect::<BTreeSet<_>>() != wanted {
                wrong += &format!("{lemma} {tag}: wanted {form}, got {got}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Lemma, forms with their tags, different spellings. A regular verb has 51: seven tenses of six persons, three
/// imperatives, four past participles, the infinitive and the present participle.
#[test]
fn counts() {
    let paradigms = french();
    let counts = |lemma| {
        let forms = paradigms.expand(lemma);
        (
            forms.len(),
            forms
                .iter()
                .map(|form| form.form.as_str())
                .collect::<BTreeSet<_>>()
                .len(),
        )
    };
    let table = [
        ("parler", 51, 39),
        ("appeler", 51, 39),
        ("espérer", 63, 50),
        ("balayer", 72, 53),
        ("finir", 51, 32),
        ("savoir", 51, 44),
        ("convenir", 51, 40),
        ("dire", 51, 36),
        ("s'interroger", 51, 39),
        ("faire savoir", 51, 41),
        ("falloir", 9, 9),
    ];
    let got: Vec<_> = table
        .iter()
        .map(|&(lemma, ..)| (lemma, counts(lemma).0, counts(lemma).1))
        .collect();
    assert_eq!(got, table);
}

#[test]
fn pronominal_lemmas_are_flagged_and_give_the_bare_verb() {
    let paradigms = french();
    for (lemma, bare, pronominal) in [
        ("s'interroger", "interroger", true),
        ("s’émouvoir", "émouvoir", true),
        ("se demander", "demander", true),
        ("servir", "servir", false),
        ("sentir", "sentir", false),
    ] {
        let forms = paradigms.expand(lemma);
        assert!(
            forms.iter().all(|form| form.pronominal == pronominal),
            "{lemma}"
        );
        assert_eq!(spellings(&paradigms, lemma, "W"), bare);
        let bare_forms = paradigms.expand(bare);
        assert!(
            forms
                .iter()
                .map(|f| (&f.form, f.tag))
                .eq(bare_forms.iter().map(|f| (&f.form, f.tag))),
            "{lemma}"
        );
    }
}

#[test]
fn expand_into_says_the_same_as_expand() {
    let paradigms = french();
    let mut streamed = Vec::new();
    let said = paradigms.expand_into("se dire prêt", &mut |form, tag| {
        streamed.push((form.to_owned(), tag))
    });
    assert_eq!(
        said,
        Some(Expanded {
            forms: 51,
            pronominal: true
        })
    );
    let collected: Vec<_> = paradigms
        .expand("se dire prêt")
        .into_iter()
        .map(|form| (form.form, form.tag))
        .collect();
    assert_eq!(streamed, collected);
    assert!(streamed.iter().all(|(form, _)| form.ends_with(" prêt")));
}

#[test]
fn what_is_no_verb_has_no_forms() {
    let paradigms = french();
    for lemma in [
        "",
        " ",
        "s'",
        "se ",
        "'",
        "bonjour",
        "-",
        "é",
        "日本",
        "en rajouter",
    ] {
        assert_eq!(
            paradigms.expand_into(lemma, &mut |form, _| panic!("{form}")),
            None,
            "{lemma:?}"
        );
    }
}

#[test]
fn every_listed_verb_is_inflected_without_repetition() {
    let paradigms = french();
    let (mut forms, mut different) = (0, BTreeSet::new());
    for row in rows(VERBS) {
        let lemma = row[0];
        let expanded = paradigms.expand(lemma);
        let pairs: BTreeSet<_> = expanded
            .iter()
            .map(|form| (form.form.as_str(), form.tag))
            .collect();
        assert_eq!(
            pairs.len(),
            expanded.len(),
            "{lemma}: a form comes twice under one tag"
        );
        assert!(expanded.len() >= 45, "{lemma}: {} forms", expanded.len());
        let infinitive = spellings(&paradigms, lemma, "W");
        assert!(
            lemma.ends_with(&infinitive) && !infinitive.is_empty(),
            "{lemma}: infinitive {infinitive}"
        );
        forms += expanded.len();
        different.extend(expanded.into_iter().map(|form| form.form));
    }
    // About fifty forms a verb, three quarters of them spelled like no other.
    let verbs = rows(VERBS).len();
    assert!(verbs >= 500, "{verbs} verbs");
    assert!(forms >= 50 * verbs, "{forms} forms");
    assert!(
        different.len() >= 37 * verbs,
        "{} spellings",
        different.len()
    );
}

/// Singular and plural, each the other's counterpart.
const PAIRS: &str = "employé employés, salarié salariés, journal journaux, hôpital hôpitaux, travail travaux, bail baux, \
    détail détails, portail portails, vitrail vitraux, œil yeux, ciel cieux, chou choux, bijou bijoux, genou genoux, trou trous, \
    clou clous, jeu jeux, feu feux, lieu lieux, enjeu enjeux, cheveu cheveux, vœu vœux, pneu pneus, bleu bleus, eau eaux, bureau bureaux, \
    drapeau drapeaux, réseau réseaux, noyau noyaux, tuyau tuyaux, landau landaus, matériau matériaux, étau étaux, bal bals, \
    festival festivals, carnaval carnavals, récital récitals, animal animaux, cheval chevaux, tribunal tribunaux, royal royaux, \
    loi lois, roi rois, emploi emplois, tournoi tournois, convoi convois, essai essais, délai délais, balai balais, \
    œuf œufs, nœud nœuds, ami amis, défi défis, euro euros, kilo kilos, studio studios, élu élus, tissu tissus, individu individus, \
    jour jours, tour tours, hiver hivers, bien biens, monsieur messieurs, madame mesdames, match matchs, sandwich sandwichs, \
    maximum maximums, média médias, chef-lieu chefs-lieux, chef-d'œuvre chefs-d'œuvre, grand-père grands-pères, \
    procès-verbal procès-verbaux, vice-président vice-présidents, demi-journal demi-journaux, sapeur-pompier sapeurs-pompiers, \
    mise~en~garde mises~en~garde, point~de~vue points~de~vue, mot~d'ordre mots~d'ordre, conférence~de~presse conférences~de~presse";

/// Invariable words.
const INVARIABLE: &str = "nez gaz riz bras fois pays corps prix cas procès voix choix croix noix temps printemps mois bois poids \
    avis permis colis tapis compromis palais relais français anglais chinois bourgeois villageois succès accès décès progrès \
    congrès excès cours discours parcours concours recours secours virus coronavirus campus processus bus refus abus os dos héros \
    propos repos sens contresens fils tiers ours univers travers revers taux faux époux roux doux nombreux heureux religieux \
    sérieux deux six dix repas pas tas bas boss stress express fonds dessous surplus plus remords gens mœurs frais obsèques \
    souris brebis maïs puits concis gris gros avant-bras porte-parole porte-avions sans-abri rendez-vous vingt-deux \
    néo-zélandais hors-jeu vieux mieux biais jus intrus quartz quiz index box";

/// Plurals beside the usual one, and what stays as it is.
const SINGULARS: &str = "matches match, flashes flash, scenarii scénario, maxima maximum, lobbies lobby, grand-mères grand-mère, \
    gardes-côtes garde-côte, finaux final, tous tout, barmen barman, employé employé, journal journal, pme pme, chat chat";

#[test]
fn number_round_trips() {
    let number = number();
    let mut wrong = String::new();
    for pair in PAIRS.split(", ") {
        let (one, many) = pair.trim().split_once(' ').expect("two words");
        let (one, many) = (one.replace('~', " "), many.replace('~', " "));
        let (plural, singular) = (number.plural(&one), number.singular(&many));
        if plural != many || singular != one || number.singular(&one) != one {
            wrong += &format!(
                "{one} {many}: got plural {plural}, singular {singular}, of itself {}\n",
                number.singular(&one)
            );
        }
    }
    for word in INVARIABLE.split_whitespace() {
        let (plural, singular) = (number.plural(word), number.singular(word));
        if plural != word || singular != word {
            wrong += &format!("{word}: got plural {plural}, singular {singular}\n");
        }
    }
    for pair in SINGULARS.split(", ") {
        let (form, one) = pair.trim().split_once(' ').expect("two words");
        if number.singular(form) != one {
            wrong += &format!("{form}: wanted {one}, got {}\n", number.singular(form));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn number_of_odd_strings() {
    let number = number();
    for word in ["", "s", "x", "-", "a-", " ", "é", "日本"] {
        assert_eq!(number.singular(word), word);
    }
    assert_eq!(number.plural(""), "");
}

#[test]
fn every_listed_noun_comes_back_from_its_plural() {
    let number = number();
    for row in rows(NOUNS) {
        assert_eq!(number.singular(&number.plural(row[0])), row[0]);
    }
}

/// The lists are read by rules: a class or frame that no rule can know is a slip of the pen.
#[test]
fn lists_keep_to_their_columns() {
    let frames = [
        "direct",
        "inversion",
        "que",
        "si",
        "de-inf",
        "à-inf",
        "inf",
        "np",
        "de-np",
        "adj",
        "clause",
        "none",
        "attribute",
    ];
    for (list, columns, least) in [(VERBS, 4, 500), (NOUNS, 5, 140), (PREPOSITIONS, 4, 70)] {
        let rows = rows(list);
        let size = rows.len();
        assert!(size >= least, "{size} rows");
        assert_eq!(
            rows.iter().map(|row| row[0]).collect::<BTreeSet<_>>().len(),
            size,
            "a form stands twice"
        );
        for row in rows {
            assert_eq!(row.len(), columns, "{row:?}");
            assert!(!row[0].contains('’') && row[0].trim() == row[0], "{row:?}");
            assert!(
                row[2].split(',').all(|frame| frames.contains(&frame)),
                "{row:?}"
            );
            assert!(["high", "mid", "low"].contains(&row[3]), "{row:?}");
        }
    }
}

/// Promising, admitting, denying, accusing, asserting: the class tells that an infinitive is what was said.
#[test]
fn classes_whose_infinitive_is_reported_speech() {
    let verbs = rows(VERBS);
    let class = |lemma: &str| verbs.iter().find(|row| row[0] == lemma).map(|row| row[1]);
    for (lemma, expected) in [
        ("promettre", "promise"),
        ("s'engager", "promise"),
        ("reconnaître", "admit"),
        ("nier", "deny"),
        ("démentir", "deny"),
        ("accuser", "accuse"),
        ("reprocher", "accuse"),
        ("affirmer", "assert"),
        ("dire", "assert"),
        ("assurer", "assert"),
        ("proposer", "order"),
        ("demander", "ask"),
        ("ordonner", "order"),
        ("refuser", "commit"),
        ("écrire", "write"),
    ] {
        assert_eq!(class(lemma), Some(expected), "{lemma}");
    }
}

/// A toy of English: braces, `*`, the point, the anchor, two spellings, a tag taken away, the longest suffix.
const TOY: &str = "\
# a toy
lemma\tsets\tbase\tdouble\tforms
:reflexive\toneself
@past\tJ=double+ed
@v\tW=lemma+ P3s=base+s @past G=double+ing
{k,l}\tv\t*\t*
e\tv\te\t-
{b,g,p}\tv\t*\t**
lo.ok\tv\tok\tok\tJ=oked|okt G=
^go\tv\tgoe\tgo\tJ=went
";

#[test]
fn engine_holds_no_language() {
    let paradigms = listed(Paradigms::parse(TOY));
    for (lemma, expected) in [
        ("stop", "W stop, P3s stops, J stopped, G stopping"),
        (
            "walk out",
            "W walk out, P3s walks out, J walked out, G walking out",
        ),
        ("oneself like", "W like, P3s likes, J liked, G liking"),
        ("look", "W look, P3s looks, J looked, J lookt"),
        ("book", "W book, P3s books, J booked, G booking"),
        ("go", "W go, P3s goes, G going, J went"),
        ("forgo", ""),
    ] {
        let forms: Vec<_> = paradigms
            .expand(lemma)
            .iter()
            .map(|f| format!("{} {}", f.tag, f.form))
            .collect();
        assert_eq!(forms.join(", "), expected, "{lemma}");
    }
    assert!(paradigms.expand("oneself like")[0].pronominal);
    let number = listed(Nominals::parse(
        "singular\tplural\n-\t-s\n-y\t-ies\nman\tmen\nsheep fish\t=\nox\t+en\n",
    ));
    for (one, many) in [
        ("spy", "spies"),
        ("man", "men"),
        ("fish", "fish"),
        ("ox", "oxen"),
        ("cat", "cats"),
    ] {
        assert_eq!((&*number.plural(one), &*number.singular(many)), (many, one));
    }
}

#[test]
fn faults_of_paradigms_come_all_at_once_with_their_lines() {
    let header = "lemma\tsets\tbase\tforms\n";
    for (table, expected) in [
        ("", "line 1: the table is empty: begin with the header"),
        (
            "# note\nlemma\tbase\tforms\n",
            "line 2: the header must be `lemma`, `sets`, the stems' names, `forms`",
        ),
        (
            ":other\tx",
            "line 2: unknown setting `:other`: the only one is `:reflexive`",
        ),
        ("@v\tW", "line 2: `W` needs a tag and `=`: `P2p=form`"),
        (
            "@v\tWxyz=base+",
            "line 2: `Wxyz` is no tag: one to three ASCII letters and digits",
        ),
        (
            "@v\tW=base",
            "line 2: `W=base` needs a stem and `+`: `P1s=stem+e`",
        ),
        ("@v\tW=bse+", "line 2: no stem column `bse`"),
        ("@v\t@w", "line 2: no set `@w` above this line"),
        (
            "@v\tW=base+\n@v\tW=base+",
            "line 3: set `@v` stands twice: rename or remove one",
        ),
        ("er\tv\te", "line 2: no set `@v` above this line"),
        (
            "@v\tW=base+\ner\tv",
            "line 3: set `@v` needs the stem `base`: write it, or `-` for the radical",
        ),
        (
            "er\t\t-",
            "line 2: `er` has no forms: name a set or write forms",
        ),
        (
            "er\t\t-\tW=er\nxer er\t\t-\tW=er",
            "line 3: the suffix `er` stands twice: remove one",
        ),
        (
            "x.\t\t-\tW=er",
            "line 2: `x.` must have letters after its one point",
        ),
        (
            "{a,b\t\t-\tW=er",
            "line 2: `{a,b` must have one `{` and one `}` after it",
        ),
        ("a\tb\tc\td\te", "line 2: 5 cells where the header has 4"),
        (
            "er\t\nir\tv",
            "line 2: `er` has no forms: name a set or write forms; line 3: no set `@v` above this line",
        ),
    ] {
        let whole = if expected.contains("header must") || table.is_empty() {
            table.to_owned()
        } else {
            format!("{header}{table}")
        };
        let faults = Paradigms::parse(&whole).expect_err(table);
        let got: Vec<_> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(got.join("; "), expected);
    }
}

#[test]
fn faults_of_number_come_all_at_once_with_their_lines() {
    let faults = Nominals::parse("one\tmany\nword\na b\tc\n-x\ty z\n").expect_err("four faults");
    let got: Vec<_> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        got,
        [
            "line 1: the header must be `singular`, `plural`",
            "line 2: one cell where two are needed: singular and plural",
            "line 3: cannot read `a b` as one word with its plural: for several words write `=` or `+s`",
            "line 4: cannot read `-x` as one word with its plural: for several words write `=` or `+s`",
        ]
    );
}

#[test]
fn tags() {
    for code in ["W", "P3s", "Kfp", "G"] {
        let tag = Tag::new(code).expect(code);
        assert_eq!(
            (tag.as_str(), tag.to_string(), tag.mood()),
            (
                code,
                code.to_owned(),
                code.chars().next().expect("a letter")
            )
        );
    }
    for code in ["", "P3sx", "é", "P 1", "K-"] {
        assert_eq!(Tag::new(code), None, "{code}");
    }
}
