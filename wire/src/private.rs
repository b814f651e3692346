//! Types that hold personal data print nothing of it (SECURITY.md T35).

/// Prints a type's name and stars: whoever logs it by mistake gives nothing away.
macro_rules! print_as_stars {
    ($($name:ident),+) => {
        $(
            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(concat!(stringify!($name), "(***)"))
                }
            }
        )+
    };
}
