//! Gold formats, alignment, measures and reports.
