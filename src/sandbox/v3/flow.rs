//! What right credentials are answered with when they are not enough: flow codes (reference sections 1.6, 4 and 9).

use serde_json::{Value, json};

use super::refused::Refused;
use crate::sandbox::next_steps::NextStep;
use crate::sandbox::pool::{Account, Application, Standing};
use crate::sandbox::service::Service;

/// Refuses an account whose standing asks for more, with what the next step needs.
pub(crate) fn standing_allows(service: &Service, account: &Account, application: &Application) -> Result<(), Refused> {
    let code = match account.standing {
        Standing::Good => return Ok(()),
        Standing::PersonalMfa => 1635,
        Standing::ApplicationMfa => 1636,
        Standing::FirstPassword => 1639,
        Standing::BindExisting => 1640,
        Standing::BindOrCreate => 1641,
        Standing::IncompleteProfile => 1642,
        Standing::Unlockable => 1643,
        Standing::Locked => 2005,
        Standing::LockedAfterFailures => 2057,
        Standing::MustReset => 2058,
        Standing::Disabled => 2_120_008,
        Standing::NotInTenant => 2_130_010,
    };
    let data = match account.standing {
        Standing::PersonalMfa | Standing::ApplicationMfa => Some(second_factors(service, account, application)),
        // The native SDKs read `data.token` and reset the password with it (reference section 4, quirks).
        Standing::FirstPassword | Standing::MustReset => {
            let now = service.clock.now();
            let token = service.next_steps.allow(NextStep::ResetPassword, &account.user_id, now);
            Some(json!({"token": token.ok_or(Refused::NoKeys)?}))
        }
        _ => None,
    };
    Err(Refused::Flow(Box::new(FlowCode { code, in_status: account.flow_code_in_status, data })))
}

/// `data` of 1635 and 1636 (reference section 9).
fn second_factors(service: &Service, account: &Account, application: &Application) -> Value {
    let persona = &account.persona;
    let policies = [("EMAIL", persona.email.is_some()), ("SMS", persona.phone.is_some()), ("OTP", false)];
    let policies: Vec<Value> = (0..)
        .zip(policies)
        .map(|(sort, (policy, usable))| json!({"mfaPolicy": policy, "status": i32::from(usable), "sort": sort}))
        .collect();
    json!({
        "mfaToken": service.mfa_secret.token(account, application, &service.pool.user_pool_id, service.clock.now()),
        "applicationMfa": policies,
        "totpMfaEnabled": false,
        "faceMfaEnabled": false,
        "email": persona.email,
        "phone": persona.phone,
        "phoneCountryCode": account.phone_country_code,
        "mfaEmail": persona.email,
        "mfaPhone": persona.phone,
        "mfaPhoneCountryCode": account.phone_country_code,
        "username": persona.username,
        "nickname": account.nickname,
        "avatar": null,
    })
}

/// A flow code and what comes with it (reference sections 4 and 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlowCode {
    pub(crate) code: u32,
    /// It stands in `statusCode` instead of `apiCode`: clients have to look in both (reference section 4).
    pub(crate) in_status: bool,
    /// The envelope's `data`.
    pub(crate) data: Option<Value>,
}

impl FlowCode {
    /// In Chinese and English.
    pub(super) fn words(&self) -> (&'static str, &'static str) {
        match self.code {
            1635 | 1636 => ("请完成多因素认证", "A second factor is required."),
            1639 => ("首次登录请修改密码", "A new password has to be set at the first sign-in."),
            1640 => ("请绑定已有账号", "The account has to be bound to an existing one."),
            1641 => ("请绑定已有账号或创建新账号", "The account has to be bound to an existing one or a new one."),
            1642 => ("请补全用户信息", "The profile has to be completed."),
            1643 => ("账号已锁定，可自助解锁", "The account is locked; its owner can unlock it."),
            2005 => ("用户已被锁定", "The user is locked."),
            2057 => ("登录失败次数过多，账号已锁定", "The account is locked after too many failed sign-ins."),
            2058 => ("密码已过期，请修改密码", "The password has to be changed."),
            2_120_008 => ("用户已被禁用或不在该租户下", "The user is disabled or not in this tenant."),
            2_130_010 => ("用户不能登录该租户", "The user may not sign in to this tenant."),
            _ => ("需要进一步操作", "Another step is required."),
        }
    }
}
