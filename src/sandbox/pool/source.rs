//! Identity sources and their connections (reference section 2).

use serde_json::{Value, json};

/// A configured identity source.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// `extIdpId`.
    pub(crate) source_id: String,
    pub(crate) provider: String,
    /// `social` or `enterprise`.
    pub(crate) family: String,
    pub(crate) connections: Vec<Connection>,
}

/// One way of using an identity source.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    pub(crate) connection_id: String,
    pub(crate) identifier: String,
    pub(crate) name: String,
    /// Nobody can complete it in a desktop browser (reference section 12.2). Clients are not told.
    pub(crate) mobile_only: bool,
    /// In Chinese and in English.
    pub(crate) description: Option<(String, String)>,
}

impl Source {
    /// The `ExtIdpInfoDto` of one of its connections (reference section 2.2).
    pub(crate) fn to_json(&self, connection: &Connection) -> Value {
        // What `bindUrl` holds is not documented beyond "may be empty or relative".
        let bind_url = match self.family.as_str() {
            "social" => format!("/connections/social/{}", connection.identifier),
            _ => String::new(),
        };
        let mut answer = json!({
            "identifier": connection.identifier,
            "extIdpId": self.source_id,
            "type": self.provider,
            "extIdpType": self.family,
            "bindUrl": bind_url,
            "name": connection.name,
        });
        if let (Some(members), Some((chinese, english))) = (answer.as_object_mut(), &connection.description) {
            members.insert("name_en".to_owned(), connection.name.clone().into());
            members.insert("desc".to_owned(), chinese.clone().into());
            members.insert("desc_en".to_owned(), english.clone().into());
        }
        answer
    }
}
