//! The weights of names.

#[path = "../../src/extract/name/by_hash.rs"]
mod by_hash;
#[path = "../../src/extract/name/classes.rs"]
mod classes;
#[path = "../../src/extract/name/forms.rs"]
mod forms;
#[path = "../../src/extract/name/layout.rs"]
mod layout;
#[path = "../../src/extract/name/link/settings.rs"]
mod link;
#[path = "../../src/extract/name/settings.rs"]
mod settings;
#[path = "../../src/extract/name/weights.rs"]
mod weights;

use crate::lexicon::Lexicon;
use settings::Settings;

/// The weights of a pack as bytes; `None` if they have faults.
pub fn weights(settings: &str, weights: &str, lexicon: &Lexicon) -> Option<Vec<u8>> {
    let settings: Settings = toml::from_str(settings).ok()?;
    let mut faults = Vec::new();
    let classes = classes::Classes::build(&settings, lexicon, &mut faults);
    let layout = layout::Layout::new(&classes);
    let learnt = weights::Learnt::read(weights, &layout, &classes, &mut faults);
    faults.is_empty().then(|| learnt.to_bytes())
}
