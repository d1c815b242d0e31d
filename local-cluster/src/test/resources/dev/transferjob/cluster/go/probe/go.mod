module dev.transferjob/local-cluster/probe

go 1.26.0
