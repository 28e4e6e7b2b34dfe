module packetctl/tests/judges/packngo

go 1.25.0

require github.com/packethost/packngo v0.31.0
