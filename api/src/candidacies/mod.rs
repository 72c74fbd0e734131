//! The label candidacy as a living file: its programme, its partners, how it came to where it stands, and every milestone
//! with its sources.

mod create;
mod criteria;
mod dossiers;
mod events;
mod get;
mod list;
mod milestones;
pub mod model;
mod plan;
mod policy;
mod queries;
mod recommendations;
mod reviews;
pub mod source;
mod state;
mod supporters;
mod transition;
mod update;

use crate::openapi::ServiceConfig;

pub use criteria::scan::note_scan;
pub use milestones::remind::remind;
pub use policy::Reader;
pub use queries::list;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_candidacies)
        .service(create::create_candidacy)
        .service(get::get_candidacy)
        .service(update::update_candidacy)
        .service(transition::create_candidacy_transition)
        .service(events::list_candidacy_events)
        .service(milestones::list::list_milestones)
        .service(milestones::create::create_milestone)
        .service(milestones::update::update_milestone)
        .service(milestones::delete::delete_milestone)
        .service(milestones::calendar::get_milestones_calendar)
        .service(criteria::list::list_candidacy_criteria)
        .service(criteria::create_evidence::create_candidacy_evidence)
        .service(criteria::create_evidence_file::create_candidacy_evidence_file)
        .service(criteria::get_evidence_file::get_candidacy_evidence_file)
        .service(criteria::delete_evidence::delete_candidacy_evidence)
        .service(criteria::get_readiness::get_candidacy_readiness)
        .service(recommendations::list::list_candidacy_recommendations)
        .service(recommendations::create::create_candidacy_recommendation)
        .service(recommendations::update::update_candidacy_recommendation)
        .service(supporters::list::list_candidacy_supporters)
        .service(supporters::create::create_candidacy_supporter)
        .service(supporters::delete::delete_candidacy_supporter)
        .service(dossiers::list::list_dossier_versions)
        .service(dossiers::create::create_dossier_version)
        .service(dossiers::get::get_dossier_version)
        .service(dossiers::get_json::get_dossier_version_json)
        .service(dossiers::get_pdf::get_dossier_version_pdf)
        .service(dossiers::get_evidence_file::get_dossier_version_evidence_file)
        .service(dossiers::comparison::get_dossier_version_comparison)
        .service(reviews::list::list_dossier_reviews)
        .service(reviews::create::create_dossier_review)
        .service(reviews::get_summary::get_dossier_review_summary)
        .service(reviews::list_mine::list_my_dossier_reviews)
        .service(reviews::get::get_dossier_review)
        .service(reviews::update::update_dossier_review)
        .service(reviews::delete::delete_dossier_review)
        .service(reviews::transition::create_dossier_review_transition);
}
