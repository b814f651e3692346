//! Members of staff and the offices they work for.

use super::{Store, from_word, word};
use crate::error::{Error, Result};
use wire::server_api::Role;
use wire::{OfficeNumber, Time};

/// A member of staff.
#[derive(Debug, Clone)]
pub struct StaffRow {
    /// 利用者ID.
    pub user: String,
    /// The name that colleagues know.
    pub name: String,
    /// The offices and the role in each, by number.
    pub offices: Vec<(OfficeNumber, Role)>,
}

impl Store {
    /// The password's hash, if there is such a person.
    pub async fn password_hash(&self, user: &str) -> Result<Option<String>> {
        Ok(
            sqlx::query_scalar("select password_hash from staff where user = $1")
                .bind(user)
                .fetch_optional(&self.pool)
                .await?,
        )
    }

    /// A member of staff.
    pub async fn staff(&self, user: &str) -> Result<Option<StaffRow>> {
        let name: Option<String> = sqlx::query_scalar("select name from staff where user = $1")
            .bind(user)
            .fetch_optional(&self.pool)
            .await?;
        let Some(name) = name else { return Ok(None) };
        let rows: Vec<(String, String)> =
            sqlx::query_as("select number, role from memberships where user = $1 order by number")
                .bind(user)
                .fetch_all(&self.pool)
                .await?;
        let offices = rows
            .into_iter()
            .map(|(number, role)| {
                let number = number
                    .parse()
                    .map_err(|_| Error::Stored("an office number"))?;
                Ok((number, from_word(role)?))
            })
            .collect::<Result<_>>()?;
        Ok(Some(StaffRow {
            user: user.to_owned(),
            name,
            offices,
        }))
    }

    /// Everybody, by user.
    pub async fn all_staff(&self) -> Result<Vec<StaffRow>> {
        let users: Vec<String> = sqlx::query_scalar("select user from staff order by user")
            .fetch_all(&self.pool)
            .await?;
        let mut found = Vec::with_capacity(users.len());
        for user in users {
            found.extend(self.staff(&user).await?);
        }
        Ok(found)
    }

    /// Add a person to an office. Who is known keeps name and password; returns whether the person is new.
    pub async fn add_staff(
        &self,
        user: &str,
        name: &str,
        password_hash: &str,
        membership: (&OfficeNumber, Role),
        now: Time,
    ) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "insert into staff (user, name, password_hash, added) values ($1, $2, $3, $4) on conflict do nothing",
        )
        .bind(user)
        .bind(name)
        .bind(password_hash)
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "insert into memberships (user, number, role) values ($1, $2, $3)
             on conflict (user, number) do update set role = excluded.role",
        )
        .bind(user)
        .bind(membership.0.as_str())
        .bind(word(&membership.1))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Change a password; every session of the person ends.
    pub async fn set_password(&self, user: &str, password_hash: &str) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query("update staff set password_hash = $2 where user = $1")
            .bind(user)
            .bind(password_hash)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("delete from sessions where user = $1")
            .bind(user)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Remove a person; every session of the person ends.
    pub async fn remove_staff(&self, user: &str) -> Result<bool> {
        let mut transaction = self.write().await?;
        sqlx::query("delete from sessions where user = $1")
            .bind(user)
            .execute(&mut *transaction)
            .await?;
        let done = sqlx::query("delete from staff where user = $1")
            .bind(user)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}
