use serde::Deserialize;

use super::analysis::{Analysis, Findings};
use crate::rule::Regions;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {}

pub(crate) fn decide(_analysis: &Analysis, _regions: &mut Regions, _findings: &mut Findings) {}
