import ArgumentParser

/// The entry point of the simulator.
@main
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play stories of phones, clinics and a relay in a simulated world, and see whether anything breaks.",
        discussion: """
            A story is a text file with one line for everything that happens:

                derma-scenario 1
                salt 7
                patients 2
                clinics 1
                0d00:00:01.000 ana-1 folder
                0d00:10:00.000 ana-1 comment folder=0 on=0 length=40
                0d00:20:00.000 ana-1 cut down=1 bytes=300
                0d00:20:01.000 ana-1 sync

            `simulate run --seed N` makes one from a number and plays it; the same story gives the same run, byte for \
            byte, everywhere. Lines begin with the time since the beginning; then comes who: a patient's device (ana-1, \
            ben-2), a clinic's (north-1) or the relay. `simulate verbs` lists what can happen. Numbers that pick \
            something count modulo what there is.

            Exit codes: 0 everything held; 1 something did not hold; 64 wrong usage; 65 no story; 66 no such file.
            """,
        version: "simulate 0.1.0",
        subcommands: [
            RunCommand.self, CampaignCommand.self, ExhaustCommand.self, CutsCommand.self, ReplayCommand.self,
            ShrinkCommand.self,
            ExplainCommand.self,
            VerbsCommand.self,
        ])
}
