@main struct Cqueue { static func main() {} }
