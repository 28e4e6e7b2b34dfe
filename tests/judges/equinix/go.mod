module packetctl/tests/judges/equinix

go 1.25.0

require github.com/equinix/equinix-sdk-go v0.46.0
