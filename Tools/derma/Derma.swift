import ArgumentParser
@main struct Derma: ParsableCommand {}
