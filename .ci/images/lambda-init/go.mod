module lambda-init

go 1.24
