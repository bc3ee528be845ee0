//! Branches of medicine, as schema.org names them.

/// The branch of medicine that a column speaks to: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Specialty(usize);

macro_rules! specialties {
    ($($written:literal $schema:literal),* $(,)?) => {
        const NAMES: &[&str] = &[$($schema),*];

        impl Specialty {
            /// Every one with the name that editors write.
            pub const ALL: &[(&str, Self)] = &number([$($written),*]);
        }
    };
}

const fn number<const N: usize>(written: [&'static str; N]) -> [(&'static str, Specialty); N] {
    let mut all = [("", Specialty(0)); N];
    let mut at = 0;
    while at < N {
        all[at] = (written[at], Specialty(at));
        at += 1;
    }
    all
}

specialties! {
    "anesthesia" "Anesthesia",
    "cardiovascular" "Cardiovascular",
    "dentistry" "Dentistry",
    "dermatology" "Dermatology",
    "emergency" "Emergency",
    "endocrine" "Endocrine",
    "gastroenterologic" "Gastroenterologic",
    "genetic" "Genetic",
    "geriatric" "Geriatric",
    "gynecologic" "Gynecologic",
    "hematologic" "Hematologic",
    "infectious" "Infectious",
    "laboratory-science" "LaboratoryScience",
    "musculoskeletal" "Musculoskeletal",
    "neurologic" "Neurologic",
    "nursing" "Nursing",
    "obstetric" "Obstetric",
    "oncologic" "Oncologic",
    "otolaryngologic" "Otolaryngologic",
    "pathology" "Pathology",
    "pediatric" "Pediatric",
    "pharmacy" "PharmacySpecialty",
    "plastic-surgery" "PlasticSurgery",
    "primary-care" "PrimaryCare",
    "psychiatric" "Psychiatric",
    "public-health" "PublicHealth",
    "pulmonary" "Pulmonary",
    "radiography" "Radiography",
    "renal" "Renal",
    "rheumatologic" "Rheumatologic",
    "surgical" "Surgical",
    "toxicologic" "Toxicologic",
    "urologic" "Urologic",
}

impl Specialty {
    /// Its name at schema.org.
    pub fn schema_name(self) -> &'static str {
        NAMES[self.0]
    }
}
