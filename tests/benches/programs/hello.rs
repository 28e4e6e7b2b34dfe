//! The least a program can do; what start-up is held against.

fn main() {
    println!("hello, world");
}
