module dev.transferjob/local-cluster/pause

go 1.26.0
